import { ConfigReader } from '@backstage/config';
import type { AgentEvent } from '@private-ai/plugin-private-ai-common';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { readChatLimits, usualLimits } from './limits';
import { saying, words } from './sayingForTest';
import { until } from '../testing/until';
import { clusterAt, frame, read, startAgent, startChat, type AgentAnswer } from './startForTest';

/** An agent whose every answer restates the whole conversation, as Agent Framework's do. */
const restating: AgentAnswer = ({ threadId, runId, messages }, response) => {
  const answer = { id: `a-${runId}`, role: 'assistant', content: words(100).join('') };
  const say = (event: object) => response.write(frame(event));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  say({ type: 'RUN_STARTED', threadId, runId, input: { threadId, runId, messages } });
  say({ type: 'TEXT_MESSAGE_START', messageId: answer.id, role: 'assistant' });
  say({ type: 'TEXT_MESSAGE_CONTENT', messageId: answer.id, delta: answer.content });
  say({ type: 'TEXT_MESSAGE_END', messageId: answer.id });
  say({ type: 'MESSAGES_SNAPSHOT', messages: [...messages, answer] });
  response.end(frame({ type: 'RUN_FINISHED', threadId, runId }));
};

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('what a chat may cost, on %s', (_, startDatabase) => {
  let database: TestDatabase;
  let agent: Awaited<ReturnType<typeof startAgent>>;
  beforeAll(async () => {
    database = await startDatabase();
    agent = await startAgent();
  });
  afterAll(async () => {
    agent.close();
    await database.close();
  });
  const chatWith = (limits: Parameters<typeof startChat>[2] = {}) =>
    startChat(database.knex, clusterAt(agent.url), limits);

  it('refuses a person’s eleventh open answer, however fast they ask, and nobody else', async () => {
    const chat = await chatWith();
    agent.answer = saying(words(2), { ending: 'hang' });
    const asked = await Promise.all(
      Array.from({ length: 14 }, () => chat.ask('/runs', { body: { message: 'hello' } })),
    );
    const refused = asked.filter(({ status }) => status !== 200);
    expect(refused.map(({ status }) => status)).toEqual([429, 429, 429, 429]);
    expect(Number(refused[0].headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await refused[0].json()).error).toMatchObject({
      message: expect.stringMatching(/^10 of your questions are being answered/),
      limit: 'user',
      most: 10,
    });
    expect((await chat.ask('/runs', { body: { message: 'hello' }, as: 'bob' })).status).toBe(200);
    // Who stops one may ask again.
    const [one] = await Promise.all(
      asked.slice(0, 1).map(answer => read(answer, ({ length }) => length > 0)),
    );
    expect((await chat.ask('/runs', { body: { message: 'x' } })).status).toBe(429);
    await chat.ask(`/runs/${one.runId}/stop`, { body: {} });
    agent.answer = saying(words(1));
    expect((await chat.run({ message: 'again' })).types.at(-1)).toBe('RUN_FINISHED');
    await chat.shutdown();
    chat.close();
  });

  it('counts what other replicas answer, and lets ask again as soon as they have ended', async () => {
    const chat = await chatWith({ limits: { openRuns: { user: 2, app: 500, process: 2000 } } });
    agent.answer = saying(words(1));
    const { threadId } = await chat.run({ message: 'hello' });
    const others = ['run-a', 'run-b'].map((id, at) => ({
      ...{ id, thread_id: threadId, position: 10 + at, state: 'running', holder: 'elsewhere' },
      ...{ started_at: new Date().toISOString(), heartbeat_at: Date.now() },
    }));
    const runs = () => database.knex('chat_runs');
    await runs().insert(others[0]);
    expect((await chat.run({ message: 'one is open elsewhere' })).types.at(-1)).toBe(
      'RUN_FINISHED',
    );
    await runs().insert(others[1]);
    // What lets in may be a moment old.
    await until('the other replica is seen', async () => {
      const answer = await chat.ask('/runs', { body: { message: 'x' } });
      await answer.text();
      return answer.status === 429;
    });
    await runs().where({ id: 'run-a' }).update({ state: 'finished' });
    expect((await chat.run({ message: 'again' })).types.at(-1)).toBe('RUN_FINISHED');
    await chat.shutdown();
    chat.close();
  });

  it('stops an answer that takes too long, and says so', async () => {
    const chat = await chatWith({ limits: { answerMinutes: 1 / 600 } });
    agent.answer = saying(words(2), { ending: 'hang' });
    const { events } = await chat.run({ message: 'hello' });
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'ANSWER_TOO_LONG' });
    await chat.shutdown();
    chat.close();
  });

  it('takes no more questions in a conversation that has become too long', async () => {
    const chat = await chatWith({ limits: { threadCharacters: 2000 } });
    agent.answer = saying(words(400));
    const { threadId } = await chat.run({ message: 'hello' });
    const next = await chat.ask('/runs', { body: { message: 'more', threadId } });
    expect(next.status).toBe(409);
    expect(await next.text()).toContain('begin a new one');
    expect((await chat.run({ message: 'a new one' })).types.at(-1)).toBe('RUN_FINISHED');
    await chat.shutdown();
    chat.close();
  });

  it('keeps a conversation once, however often its agent restates it, and hands it on as it came', async () => {
    // What is kept counts, not what its agent says over and over.
    const chat = await chatWith({ limits: { threadCharacters: 16_000 } });
    agent.answer = restating;
    let threadId: string | undefined;
    const said: AgentEvent[][] = [];
    for (let turn = 0; turn < 8; turn++) {
      const run = await chat.run({ message: `question ${turn}`, threadId });
      threadId = run.threadId;
      said.push(run.events);
    }
    const rows = await database
      .knex('chat_events')
      .whereIn('run_id', database.knex('chat_runs').where({ thread_id: threadId }).select('id'))
      .select('body');
    const kept = rows.reduce((sum, { body }) => sum + body.length, 0);
    expect(kept).toBeLessThan(2 * 8 * words(100).join('').length);
    const { input } = agent.requests.at(-1)!;
    expect(input.messages.map(({ role }) => role)).toEqual(
      Array.from({ length: 8 }, () => ['user', 'assistant'])
        .flat()
        .slice(0, -1),
    );
    // From the database, by a replica that did not relay it.
    const replica = await chatWith();
    const { runs } = await replica.transcript(threadId!);
    const again = await read(await replica.ask(`/runs/${runs[7].id}/events?after=0`));
    const snapshot = (events: AgentEvent[]) =>
      events.find(({ type }) => type === 'MESSAGES_SNAPSHOT')!.messages;
    expect(snapshot(again.events)).toEqual(snapshot(said[7]));
    for (const { shutdown, close } of [chat, replica]) {
      await shutdown();
      close();
    }
  });

  it('takes no word from an agent that is the portal’s own, and reads on what other limits let in', async () => {
    const chat = await chatWith();
    agent.answer = ({ threadId, runId, messages }, response) => {
      const held = [{ id: 'x', role: 'held', from: messages[0].id }];
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(frame({ type: 'RUN_STARTED', threadId, runId }));
      response.write(frame({ type: 'MESSAGES_SNAPSHOT', messages: [...held, messages.at(-1)] }));
      response.end(frame({ type: 'RUN_FINISHED', threadId, runId }));
    };
    const { threadId, runId, events } = await chat.run({ message: 'hello' });
    expect(events[1].messages).toHaveLength(1);
    // As an earlier version of the portal kept it: more than an answer may have by now.
    await chat.transcript(threadId);
    const deep = `${'['.repeat(200)}${']'.repeat(200)}`;
    await database
      .knex('chat_events')
      .where({ run_id: runId, seq: 2 })
      .update({ body: `{"type":"CUSTOM","name":"x","value":${deep}}` });
    const replica = await chatWith();
    agent.answer = saying(words(1));
    const next = await replica.run({ message: 'go on', threadId });
    expect(next.types.at(-1)).toBe('RUN_FINISHED');
    for (const { shutdown, close } of [chat, replica]) {
      await shutdown();
      close();
    }
  });

  it('hands a long conversation over in parts', async () => {
    const chat = await chatWith();
    agent.answer = saying(words(1));
    let threadId: string | undefined;
    for (let turn = 0; turn < 53; turn++)
      ({ threadId } = await chat.run({ message: `question ${turn}`, threadId }));
    const newest = await chat.transcript(threadId!);
    const questions = ({ runs }: typeof newest) => runs.map(({ message }) => message!.content);
    expect(questions(newest)).toEqual(Array.from({ length: 50 }, (__, at) => `question ${at + 3}`));
    const { before, messageIds } = newest.earlier!;
    expect(messageIds).toHaveLength(6);
    const rest = await chat.transcript(threadId!, before);
    expect(questions(rest)).toEqual(['question 0', 'question 1', 'question 2']);
    expect(rest.earlier).toBeUndefined();
    expect((await chat.ask(`/threads/${threadId}?before=x`)).status).toBe(400);
    await chat.shutdown();
    chat.close();
  });

  it('lets answers end before it breaks them off when the portal stops', async () => {
    const chat = await chatWith({ limits: { graceSeconds: 60 } });
    agent.answer = saying(words(20), { pause: 20 });
    const response = await chat.ask('/runs', { body: { message: 'hello' } });
    const stopped = chat.shutdown();
    const refused = await chat.ask('/runs', { body: { message: 'now?' } });
    expect(refused.status).toBe(503);
    expect((await read(response)).types.at(-1)).toBe('RUN_FINISHED');
    await stopped;
    chat.close();
  });
});

describe('the limits’ configuration', () => {
  const read = (chat?: object) =>
    readChatLimits(new ConfigReader({ privateAi: { ...(chat && { chat }) } } as never));

  it('is the usual one where nothing is said, and refuses what cannot be right', () => {
    expect(read()).toEqual(usualLimits);
    expect(read({ openRuns: { user: 3 } }).openRuns).toEqual({
      ...usualLimits.openRuns,
      user: 3,
    });
    expect(() => read({ openRuns: { user: 0 } })).toThrow(
      'The configuration value privateAi.chat.openRuns.user is 0: expected a whole number, at least 1.',
    );
    expect(() => read({ answerMinutes: 100_000 })).toThrow('at least 1, at most 1440.');
  });
});
