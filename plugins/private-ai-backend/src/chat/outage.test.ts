import { startPostgres, type TestDatabase } from '../testing/databases';
import { severable } from '../testing/severable';
import { until } from '../testing/until';
import { text, words } from './sayingForTest';
import { clusterAt, frame, read, startAgent, startChat } from './startForTest';

const said = words(60);

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
    agent.answer = async ({ threadId, runId }, response) => {
      const say = (event: object) => response.write(frame(event));
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      say({ type: 'RUN_STARTED', threadId, runId });
      say({ type: 'TEXT_MESSAGE_START', messageId: runId, role: 'assistant' });
      for (const [at, delta] of said.entries()) {
        if (at === cutAt) way.cut();
        if (at === mendAt) way.mend();
        say({ type: 'TEXT_MESSAGE_CONTENT', messageId: runId, delta });
        await new Promise(done => setTimeout(done, 20));
      }
      say({ type: 'TEXT_MESSAGE_END', messageId: runId });
      response.end(frame({ type: 'RUN_FINISHED', threadId, runId }));
    };
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
});
