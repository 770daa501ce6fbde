import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { until } from '../testing/until';
import { saying, text, words } from './sayingForTest';
import { clusterAt, read, startAgent, startChat } from './startForTest';

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('a conversation that is not to be kept, on %s', (_, startDatabase) => {
  let database: TestDatabase;
  let agent: Awaited<ReturnType<typeof startAgent>>;
  let chat: Awaited<ReturnType<typeof startChat>>;

  beforeAll(async () => {
    database = await startDatabase();
    agent = await startAgent();
    chat = await startChat(database.knex, clusterAt(agent.url));
  });
  afterAll(async () => {
    await chat.shutdown();
    chat.close();
    agent.close();
    await database.close();
  });
  beforeEach(async () => {
    agent.answer = saying(words(3));
    await database.knex('chat_threads').delete();
    chat.told.length = 0;
  });

  const remove = async (threadId: string, as?: string) => {
    const response = await chat.ask(`/threads/${threadId}`, { method: 'DELETE', as });
    return { status: response.status, said: await response.text() };
  };
  const rows = async () => {
    const tables = ['chat_threads', 'chat_runs', 'chat_events'];
    const all = await Promise.all(tables.map(table => database.knex(table).count({ n: '*' })));
    return all.map(([{ n }]) => Number(n));
  };
  const titles = async (of = chat) =>
    (await (await of.ask('/threads')).json()).items.map(({ title }: { title: string }) => title);

  it('is deleted by whose it is, with all that was said, and by nobody else', async () => {
    const { threadId, runId } = await chat.run({ message: 'hello' });
    const other = await chat.run({ message: 'this one stays' });
    expect(await remove(threadId, 'bob')).toMatchObject({ status: 404 });
    expect(await titles()).toContain('hello');

    expect(await remove(threadId)).toMatchObject({ status: 204 });
    expect(await titles()).toEqual(['this one stays']);
    expect((await rows()).slice(0, 2)).toEqual([1, 1]);
    expect(await remove(threadId)).toMatchObject({ status: 404 });
    for (const path of [`/threads/${threadId}`, `/runs/${runId}/events`])
      expect((await chat.ask(path)).status).toBe(404);
    for (const body of [{ threadId, message: 'and now?' }, { retryOf: runId }])
      expect((await chat.ask('/runs', { body })).status).toBe(404);
    expect(text((await chat.run({ threadId: other.threadId, message: 'x' })).events)).toBeTruthy();

    const told = chat.told.filter(({ eventId }) => eventId === 'chat-delete');
    expect(told.map(({ status, actor }) => `${status} ${actor.actorId}`)).toEqual([
      ...['initiated user:default/bob', 'failed user:default/bob'],
      ...['initiated user:default/ana', 'succeeded user:default/ana'],
      ...['initiated user:default/ana', 'failed user:default/ana'],
    ]);
    expect(told.at(-1)!.meta).toMatchObject({ threadId });
  });

  it('is not deleted while an answer in it streams, and is once that is stopped', async () => {
    agent.answer = saying(words(3), { ending: 'hang' });
    const response = await chat.ask('/runs', { body: { message: 'hello' } });
    const { threadId, runId } = await read(response, events => events.length === 5);
    const refused = await remove(threadId);
    expect(refused).toMatchObject({ status: 409 });
    expect(refused.said).toContain('stop it, or wait for its end, and delete it then');
    await chat.ask(`/runs/${runId}/stop`, { body: {} });
    expect(await remove(threadId)).toMatchObject({ status: 204 });
    expect(await rows()).toEqual([0, 0, 0]);
  });

  it('whose rows are taken away stops its answer', async () => {
    agent.answer = saying(words(3), { ending: 'hang' });
    const response = await chat.ask('/runs', { body: { message: 'hello' } });
    const reading = read(response);
    await until(
      'it streams',
      () => rows(),
      ([, runs]) => runs === 1,
    );
    await database.knex('chat_threads').delete();
    expect((await reading).events.at(-1)).toMatchObject({ outcome: { type: 'cancelled' } });
    expect(await rows()).toEqual([0, 0, 0]);
  });

  it('is of one application, and never of the next that is called so', async () => {
    const { threadId, runId } = await chat.run({ message: 'to the first' });
    const next = await startChat(
      database.knex,
      clusterAt(agent.url, undefined, 'of-another-weather'),
    );
    expect(await titles(next)).toEqual([]);
    expect((await next.ask(`/threads/${threadId}`)).status).toBe(404);
    agent.requests.length = 0;
    for (const body of [{ threadId, message: 'and now?' }, { retryOf: runId }])
      expect((await next.ask('/runs', { body })).status).toBe(404);
    expect(agent.requests).toEqual([]);
    await next.run({ message: 'to the second' });
    expect(await titles(next)).toEqual(['to the second']);
    expect(await titles()).toEqual(['to the first']);
    // What was begun before they were told apart belongs to the one that is there.
    await database.knex('chat_threads').update({ application: null });
    expect((await titles(next)).toSorted()).toEqual(['to the first', 'to the second']);
    await next.shutdown();
    next.close();
  });
});

describe('who reads an answer', () => {
  it('reads it for as long as they may', async () => {
    const database = await startSqlite();
    const agent = await startAgent();
    agent.answer = saying(words(3), { ending: 'hang' });
    let allowed = true;
    const chat = await startChat(database.knex, clusterAt(agent.url), {
      allowed: () => allowed,
      recheckMs: 20,
    });
    const response = await chat.ask('/runs', { body: { message: 'hello' } });
    const pieces = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let told = '';
    for (;;) {
      const { done, value } = await pieces.read();
      if (done) break;
      told += value;
      if (told.includes(words(3).at(-1)!)) allowed = false;
    }
    const last = told.trim().split('\n\n').at(-1)!;
    expect(last).toMatch(/^event: refused\ndata: /);
    expect(last).toContain('You need the permission private-ai.chat.use');
    expect((await chat.ask('/threads')).status).toBe(403);
    await chat.shutdown();
    chat.close();
    agent.close();
    await database.close();
  });
});
