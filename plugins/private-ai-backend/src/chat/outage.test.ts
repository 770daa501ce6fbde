import { startPostgres, type TestDatabase } from '../testing/databases';
import { severable } from '../testing/severable';
import { until } from '../testing/until';
import { entryOf } from './journal';
import { text, words } from './sayingForTest';
import { clusterAt, frame, read, startAgent, startChat, type AgentAnswer } from './startForTest';
import { ChatStore } from './store';

const said = words(60);

/** An agent that says the words, and lets a test do something before one of them. */
const saidWith =
  (before: (at: number, runId: string) => unknown): AgentAnswer =>
  async ({ threadId, runId }, response) => {
    const say = (event: object) => response.write(frame(event));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    say({ type: 'RUN_STARTED', threadId, runId });
    say({ type: 'TEXT_MESSAGE_START', messageId: runId, role: 'assistant' });
    for (const [at, delta] of said.entries()) {
      await before(at, runId);
      say({ type: 'TEXT_MESSAGE_CONTENT', messageId: runId, delta });
      await new Promise(done => setTimeout(done, 20));
    }
    say({ type: 'TEXT_MESSAGE_END', messageId: runId });
    response.end(frame({ type: 'RUN_FINISHED', threadId, runId }));
  };

describe('a database that is away while an answer streams', () => {
  let database: TestDatabase;
  let agent: Awaited<ReturnType<typeof startAgent>>;
  beforeAll(async () => {
    database = await startPostgres();
    agent = await startAgent();
  });
  afterAll(async () => {
    agent.close();
    await database.close();
  });

  it.each([
    ['from the first word', 0, 20],
    ['in the middle', 20, 40],
    ['over the end', 40, Infinity],
    ['from the first word until after the end', 0, Infinity],
  ])('%s costs no word, and the next question is taken', async (_, cutAt, mendAt) => {
    const way = await severable(database.knex);
    const chat = await startChat(way.knex, clusterAt(agent.url));
    agent.answer = saidWith(at => {
      if (at === cutAt) way.cut();
      if (at === mendAt) way.mend();
    });
    const run = await read(await chat.ask('/runs', { body: { message: 'hello' } }));
    expect(text(run.events)).toBe(said.join(''));
    expect(run.types.at(-1)).toBe('RUN_FINISHED');
    way.mend();
    const { threadId } = run;
    const kept = await until(
      'the end is kept',
      () => chat.transcript(threadId),
      ({ runs }) => runs?.[0].state === 'finished',
    );
    expect(text(kept.runs[0].events)).toBe(said.join(''));
    expect(kept.runs[0].lastSeq).toBe(run.events.length);
    expect(await chat.run({ message: 'and now?', threadId })).toMatchObject({ threadId });
    const history = agent.requests.at(-1)!.input.messages.map(({ content }) => content);
    expect(history).toEqual(['hello', said.join(''), 'and now?']);
    await chat.shutdown();
    chat.close();
    await way.close();
  });

  describe('and another replica takes the process for dead', () => {
    /** While the database is away, another one ends the run with its own last word, and `more` happens. */
    async function buried(more: (threadId: string) => unknown) {
      const way = await severable(database.knex);
      const chat = await startChat(way.knex, clusterAt(agent.url));
      const others = new ChatStore(database.knex);
      let threadId = '';
      agent.answer = saidWith(async (at, id) => {
        if (at === 20) way.cut();
        if (at !== 40) return;
        const run = await database.knex('chat_runs').where({ id }).first();
        threadId = run.thread_id;
        const seq = ((await others.events(run.id)).at(-1)?.seq ?? 0) + 1;
        const event = { type: 'RUN_ERROR', message: 'It broke off.', code: 'INTERRUPTED' };
        await others.bury(run, 'interrupted', [entryOf({ seq, event })], new Date().toISOString());
        await more(run.thread_id);
        way.mend();
      });
      const run = await read(await chat.ask('/runs', { body: { message: 'hello' } }));
      expect(text(run.events)).toBe(said.join(''));
      await chat.shutdown();
      const [kept] = (await chat.transcript(threadId)).runs;
      chat.close();
      await way.close();
      return kept;
    }

    it('goes on all the same', async () => {
      const kept = await buried(() => undefined);
      expect(kept.state).toBe('finished');
      expect(text(kept.events)).toBe(said.join(''));
      expect(kept.events.filter(({ type }) => type === 'RUN_ERROR')).toEqual([]);
    });

    it('leaves the end that somebody has gone on from', async () => {
      const kept = await buried(async thread_id => {
        const run = await database.knex('chat_runs').where({ thread_id }).first();
        await database
          .knex('chat_runs')
          .insert({ ...run, id: 'later', position: run.position + 1, state: 'finished' });
      });
      expect(kept.state).toBe('interrupted');
      expect(kept.events.at(-1)).toMatchObject({ type: 'RUN_ERROR' });
      expect(said.join('').startsWith(text(kept.events))).toBe(true);
    });
  });
});
