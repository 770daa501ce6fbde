import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { until } from '../testing/until';
import { entryOf, missing } from './journal';
import { entryOfRecord } from './records';
import { saying, text, words } from './sayingForTest';
import { clusterAt, read, startAgent, startChat } from './startForTest';
import { ChatStore } from './store';

const runId = 'the-run';
const said = words(450);
const last = said.length + 2;
const event = (seq: number) => {
  if (seq === 1) return { type: 'TEXT_MESSAGE_START', messageId: 'a', role: 'assistant' };
  if (seq === last) return { type: 'TEXT_MESSAGE_END', messageId: 'a' };
  return { type: 'TEXT_MESSAGE_CONTENT', messageId: 'a', delta: said[seq - 2] };
};

describe.each([
  ['SQLite', () => startSqlite()],
  ['PostgreSQL', startPostgres],
])('what is kept of a run that is over, in %s', (_, start) => {
  let database: TestDatabase;
  let store: ChatStore;
  const runs = () => database.knex('chat_runs').where({ id: runId });
  const rowsOf = (id: string) => database.knex('chat_events').where({ run_id: id });
  beforeAll(async () => {
    database = await start();
    store = new ChatStore(database.knex);
  });
  beforeEach(async () => {
    await database.knex('chat_threads').delete();
    const startedAt = new Date().toISOString();
    const owner = { entityRef: 'component:default/weather', userRef: 'user:default/ana' };
    const run = { id: runId, threadId: 't', position: 1, holder: 'me', startedAt };
    const message = { id: 'q', role: 'user', content: 'hello' } as const;
    await store.createRun(
      { ...run, message, state: 'running' },
      { thread: { owner, title: 'hello' } },
    );
    // A row for each event, as an answer leaves them that is slow.
    const entries = Array.from({ length: last }, (__, at) =>
      entryOf({ seq: at + 1, event: event(at + 1) }),
    );
    await store.keep([{ runId, holder: 'me', entries, end: { state: 'finished', at: startedAt } }]);
  });
  afterAll(() => database.close());

  /** What a reader gets who has read so far, a few rows at a time. */
  const readFrom = async (after: number, between = async () => {}) => {
    const events = [];
    let seen = after;
    for (;;) {
      const records = await store.records(runId, seen, 3);
      if (records.length === 0) return text(events);
      for (const record of records) events.push(missing(entryOfRecord(record), seen)!.event);
      seen = records.at(-1)!.seq;
      await between();
    }
  };
  const restOf = (after: number) => said.slice(Math.max(0, after - 1)).join('');
  const positions = [0, 1, 2, 100, 199, 200, 201, 202, 399, 451, last];

  it('becomes a few rows, step by step, and after each step every reader lacks what they lacked', async () => {
    const counts = [];
    let rest: { runId: string; after: number } | undefined = { runId, after: 0 };
    while (rest) {
      for (const after of positions) expect(await readFrom(after)).toBe(restOf(after));
      counts.push((await rowsOf(runId)).length);
      rest = await store.rejoin(rest);
    }
    for (const after of positions) expect(await readFrom(after)).toBe(restOf(after));
    expect(counts.length).toBeGreaterThan(2);
    expect((await rowsOf(runId)).length).toBe(3);
    // Once more changes nothing, as after a process that was killed before it knew.
    expect(await store.rejoin({ runId, after: 0 })).toBeUndefined();
    expect(await readFrom(0)).toBe(said.join(''));
  });

  it('is joined under a reader who is in the middle of it', async () => {
    let rest: { runId: string; after: number } | undefined = { runId, after: 0 };
    const join = async () => {
      if (rest) rest = await store.rejoin(rest);
    };
    expect(await readFrom(0, join)).toBe(said.join(''));
    expect(rest).toBeUndefined();
  });

  it('is as it was when the process is killed in the middle of a step', async () => {
    const killed = new Error('killed');
    const broken = new Proxy(database.knex, {
      get: (knex, name) =>
        name === 'transaction'
          ? (work: (trx: unknown) => Promise<unknown>) =>
              knex.transaction(async trx => {
                await work(trx);
                throw killed;
              })
          : Reflect.get(knex, name),
    });
    await expect(new ChatStore(broken).rejoin({ runId, after: 0 })).rejects.toBe(killed);
    expect((await rowsOf(runId)).length).toBe(last);
    expect(await readFrom(0)).toBe(said.join(''));
  });

  it('stays as it is while the run goes on, and is no error once it is deleted', async () => {
    await runs().update({ state: 'running' });
    expect(await store.rejoin({ runId, after: 0 })).toBeUndefined();
    expect((await rowsOf(runId)).length).toBe(last);
    await database.knex('chat_threads').delete();
    expect(await store.rejoin({ runId, after: 0 })).toBeUndefined();
    expect(await rowsOf(runId)).toEqual([]);
  });

  it('is joined soon after the end of an answer, and deleted whole', async () => {
    const agent = await startAgent();
    agent.answer = saying(words(30), { pause: 20 });
    const chat = await startChat(database.knex, clusterAt(agent.url));
    const run = await chat.run({ message: 'hello' });
    await until(
      'it is joined',
      () => rowsOf(run.runId),
      rows => rows.length === 5,
    );
    const parts = Array.from({ length: 33 }, (__, at) => at);
    for (const after of parts) {
      const again = await read(await chat.ask(`/runs/${run.runId}/events?after=${after}`));
      expect(text(again.events)).toBe(
        words(30)
          .slice(Math.max(0, after - 2))
          .join(''),
      );
    }
    await chat.ask(`/threads/${run.threadId}`, { method: 'DELETE' });
    expect(await rowsOf(run.runId)).toEqual([]);
    await chat.shutdown();
    chat.close();
    agent.close();
  });
});
