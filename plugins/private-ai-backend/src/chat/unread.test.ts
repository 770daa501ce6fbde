import { startSqlite, type TestDatabase } from '../testing/databases';
import { until } from '../testing/until';
import { mailing } from './mailingForTest';
import { clusterAt, frame, startAgent, startChat, read } from './startForTest';

describe('an agent that asks before it goes on', () => {
  let database: TestDatabase;
  let agent: Awaited<ReturnType<typeof startAgent>>;
  let chat: Awaited<ReturnType<typeof startChat>>;
  const waits: object[] = [];
  beforeAll(async () => {
    database = await startSqlite();
    agent = await startAgent();
    chat = await startChat(database.knex, clusterAt(agent.url), {
      waits: async run => void waits.push(run),
    });
  });
  afterAll(async () => {
    await chat?.shutdown();
    chat?.close();
    agent?.close();
    await database?.close();
  });

  it('is told of where the person has left, and not where the answer is read', async () => {
    agent.answer = mailing().answer;
    const seen = await chat.run({ message: 'send a mail' });
    const state = async (threadId: string) => (await chat.transcript(threadId)).runs.at(-1)?.state;
    expect(await state(seen.threadId)).toBe('waiting');
    expect(waits).toEqual([]);

    let ask = () => {};
    agent.answer = (input, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const { threadId, runId } = input;
      response.write(frame({ type: 'RUN_STARTED', threadId, runId }));
      const interrupts = [{ id: 'one', reason: 'confirmation' }];
      ask = () => {
        const outcome = { type: 'interrupt', interrupts };
        response.end(frame({ type: 'RUN_FINISHED', threadId, runId, outcome }));
      };
    };
    const left = async () => {
      const leaving = new AbortController();
      const { signal } = leaving;
      const answer = await chat.ask('/runs', { body: { message: 'go on' }, signal });
      const run = await read(answer, events => events.length > 0);
      leaving.abort();
      // The portal comes to see that its reader is gone while it answers something else.
      await state(run.threadId);
      ask();
      await until(
        'it waits',
        () => state(run.threadId),
        now => now === 'waiting',
      );
      return run;
    };
    // That its reader is gone the portal may notice after the agent has asked: then that one was read.
    const { runId } = await until('it is told', left, () => waits.length > 0);
    expect(waits).toEqual([
      { runId, entityRef: 'component:default/weather', userRef: 'user:default/ana' },
    ]);
  });
});
