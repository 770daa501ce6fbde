import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres, startSqlite } from '../testing/databases';
import { until } from '../testing/until';
import { saying, text, words } from './sayingForTest';
import { clusterAt, read, startAgent, startChat } from './startForTest';

/** A process of its own that relays an answer. */
async function startKilled(database: string, agent: string) {
  const script = [join(__dirname, 'killedForTest.ts'), database, agent];
  const child = spawn(
    process.execPath,
    ['--require', require.resolve('@backstage/cli/config/nodeTransform.cjs'), ...script],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  return { child, threadId: String((await once(child.stdout, 'data'))[0]).trim() };
}

describe('a portal that is killed while an answer streams', () => {
  it('has all that had arrived at its next start, marked interrupted', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chat-killed-'));
    const agent = await startAgent();
    agent.answer = saying(words(30), { ending: 'hang', pause: 10 });
    const { child, threadId } = await startKilled(join(folder, 'chat.sqlite'), agent.url);
    const database = await startSqlite(join(folder, 'chat.sqlite'));
    const last = () => database.knex('chat_events').max({ seq: 'seq' });
    await until('all words are kept', last, ([{ seq }]) => Number(seq) >= 32);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const chat = await startChat(database.knex, clusterAt(agent.url));
    const { runs } = await until(
      'the run has ended',
      () => chat.transcript(threadId),
      kept => kept.runs[0].state !== 'running',
    );
    expect(runs[0]).toMatchObject({ state: 'interrupted', message: { content: 'hello' } });
    expect(text(runs[0].events)).toBe(words(30).join(''));
    await chat.shutdown();
    chat.close();
    agent.close();
    await database.close();
    await rm(folder, { recursive: true });
  });
});

describe('a replica that is killed while others show what it relays', () => {
  it('loses no word that was shown, and another takes the next question', async () => {
    const database = await startPostgres();
    const agent = await startAgent();
    agent.answer = saying(words(30), { ending: 'hang', pause: 10 });
    const { port } = database.knex.client.config.connection;
    const { child, threadId } = await startKilled(String(port), agent.url);
    const chat = await startChat(database.knex, clusterAt(agent.url));
    const [run] = (await chat.transcript(threadId)).runs;
    let shown = '';
    const followed = read(await chat.ask(`/runs/${run.id}/events`), events => {
      shown = text(events);
      return false;
    });
    await until('some of it is shown', () => shown.includes('word1 '));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { events, ids } = await followed;
    const [kept] = (await chat.transcript(threadId)).runs;
    expect(kept.state).toBe('interrupted');
    // All that was shown, once.
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => one - other));
    expect(words(30).join('').startsWith(text(events))).toBe(true);
    expect(text(kept.events)).toBe(text(events));
    agent.answer = saying(['Yes.']);
    expect(await chat.run({ message: 'and now?', threadId })).toMatchObject({ threadId });
    await chat.shutdown();
    chat.close();
    agent.close();
    await database.close();
  });
});

describe('chat, refused', () => {
  it('says what is in the way', async () => {
    const database = await startSqlite();
    const agent = await startAgent();
    const chats = {
      forbidden: await startChat(database.knex, clusterAt(agent.url), { allowed: false }),
      foreign: await startChat(database.knex, clusterAt(agent.url, 'f00')),
      nobodys: await startChat(database.knex, clusterAt(agent.url, '')),
      down: await startChat(database.knex, clusterAt('http://127.0.0.1:9')),
      url: await startChat(database.knex, clusterAt('http://127.0.0.1:9'), {
        agents: {
          via: 'url',
          url: `${agent.url}/{namespace}/{service}/{port}/`,
          from: { namespaces: [], cidrs: [] },
        },
      }),
    };
    const asked = async (chat: keyof typeof chats, body: object = { message: 'hello' }) => {
      const response = await chats[chat].ask('/runs', { body });
      return { status: response.status, said: await response.text() };
    };
    expect(await asked('forbidden')).toMatchObject({ status: 403 });
    for (const another of ['foreign', 'nobodys'] as const) {
      const { status, said } = await asked(another);
      expect(status).toBe(403);
      expect(said).toContain('does not belong to component:default/weather');
    }
    // Neither the agent there nor a row has heard of it.
    expect(agent.requests).toEqual([]);
    expect(await database.knex('chat_threads').select()).toEqual([]);
    expect((await asked('down')).said).toContain(
      "The cluster's API at 127.0.0.1:9 could not be reached",
    );
    expect(await asked('down', { message: ' ' })).toMatchObject({ status: 400 });
    expect(await asked('down', { message: 5 })).toMatchObject({ status: 400 });

    agent.answer = saying(words(1));
    expect((await chats.url.run({ message: 'hello' })).types.at(-1)).toBe('RUN_FINISHED');
    expect(agent.requests[0].path).toBe('/ai-weather/weather/8080/api/agent');
    expect(agent.requests[0].authorization).toBeUndefined();
    for (const chat of Object.values(chats)) {
      await chat.shutdown();
      chat.close();
    }
    agent.close();
    await database.close();
  });
});
