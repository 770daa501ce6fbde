import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres, type TestDatabase } from '../testing/databases';
import { severable } from '../testing/severable';
import { until } from '../testing/until';
import { saying, text, words } from './sayingForTest';
import { clusterAt, read, startAgent, startChat } from './startForTest';

/** Of an answer of a minute and a half. */
const said = words(180);
const wordMs = 500;
const away = 60_000;

describe('a database that is away for a minute while an answer streams', () => {
  let database: TestDatabase;
  let agent: Awaited<ReturnType<typeof startAgent>>;
  beforeAll(async () => {
    database = await startPostgres();
    agent = await startAgent();
    agent.answer = saying(said, { pause: wordMs });
  });
  afterAll(async () => {
    agent.close();
    await database.close();
  });

  it('costs no word, whenever it goes, and the next question is taken', async () => {
    // Side by side, each through a way of its own: from before the first word until after the last.
    const instants = Array.from({ length: 10 }, (_, index) => index * 10_000);
    await Promise.all(instants.map(outage));
  });

  async function outage(at: number): Promise<void> {
    const way = await severable(database.knex);
    const limits = { openRuns: { user: 100, app: 100, process: 100 } };
    const chat = await startChat(way.knex, clusterAt(agent.url), { limits });
    const response = await chat.ask('/runs', { body: { message: 'hello' } });
    void pause(at).then(async () => {
      way.cut();
      await pause(away);
      way.mend();
    });
    const run = await read(response);
    expect(text(run.events)).toBe(said.join(''));
    expect(run.types.at(-1)).toBe('RUN_FINISHED');
    const { threadId } = run;
    const kept = await until(
      `the answer is kept of which the database went after ${at} ms`,
      () => chat.transcript(threadId).catch(() => undefined),
      found => found?.runs?.[0].state === 'finished',
    );
    expect(text(kept!.runs[0].events)).toBe(said.join(''));
    const next = await read(
      await chat.ask('/runs', { body: { message: 'and now?', threadId } }),
      events => events.length > 2,
    );
    expect(next.threadId).toBe(threadId);
    await chat.shutdown();
    chat.close();
    await way.close();
  }
});
