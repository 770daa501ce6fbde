import { hostname } from 'node:os';
import type { AgentEvent } from '@private-ai/plugin-private-ai-common';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { until } from '../testing/until';
import { saying, text, words } from './sayingForTest';
import { clusterAt, frame, read, startAgent, startChat } from './startForTest';

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('chat on %s', (_, startDatabase) => {
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

  it('streams an answer at once, keeps it, and tells the agent the conversation', async () => {
    agent.answer = saying(words(50));
    const response = await chat.ask('/runs', { body: { message: 'hello', messageId: 'q1' } });
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    const first = await read(response);
    expect(first.ids).toEqual([0, ...first.events.map((_, index) => index + 1)]);
    expect(text(first.events)).toBe(words(50).join(''));

    const kept = await chat.transcript(first.threadId);
    expect(kept).toMatchObject({ title: 'hello', runs: [{ state: 'finished', lastSeq: 54 }] });
    expect(kept.runs[0].message).toEqual({ id: 'q1', role: 'user', content: 'hello' });
    expect(kept.runs[0].events).toHaveLength(5);
    expect(text(kept.runs[0].events)).toBe(words(50).join(''));

    await chat.run({ threadId: first.threadId, message: 'and now?' });
    const { path, authorization, input } = agent.requests.at(-1)!;
    expect(path).toBe('/api/v1/namespaces/ai-weather/services/weather:8080/proxy/api/agent');
    expect(authorization).toBe('Bearer cluster-token');
    expect(input).toMatchObject({ threadId: first.threadId, protocolVersion: '1.1', tools: [] });
    expect(input.messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', 'hello'],
      ['assistant', words(50).join('')],
      ['user', 'and now?'],
    ]);
  });

  it('takes the next question as soon as the last word is said', async () => {
    agent.answer = saying(words(1), { ending: 'linger' });
    const ended = (events: AgentEvent[]) => events.at(-1)?.type === 'RUN_FINISHED';
    const first = await read(await chat.ask('/runs', { body: { message: 'one' } }), ended);
    const next = await chat.ask('/runs', { body: { message: 'two', threadId: first.threadId } });
    expect((await read(next, ended)).types).toContain('RUN_FINISHED');
    const { runs } = await chat.transcript(first.threadId);
    expect(runs[0].state).toBe('finished');
  });

  it('goes on while the browser is away, and hands over the rest from where it was', async () => {
    agent.answer = saying(words(40), { pause: 25 });
    const leaving = new AbortController();
    const response = await chat.ask('/runs', { body: { message: 'long' }, signal: leaving.signal });
    const seen = await read(response, events => events.length >= 10);
    leaving.abort();
    const after = seen.ids.at(-1)!;

    const [one, two] = await Promise.all(
      [1, 2].map(async () => read(await chat.ask(`/runs/${seen.runId}/events?after=${after}`))),
    );
    for (const rest of [one, two]) {
      expect(text(seen.events) + text(rest.events)).toBe(words(40).join(''));
      expect(rest.types.at(-1)).toBe('RUN_FINISHED');
    }
    // From the database, in the middle of joined deltas.
    const again = await read(await chat.ask(`/runs/${seen.runId}/events?after=${after}`));
    expect(text(seen.events) + text(again.events)).toBe(words(40).join(''));
  });

  it('stops only the run it is told to, as cancelled', async () => {
    agent.answer = saying(words(3), { ending: 'hang' });
    const runs = await Promise.all(
      ['one', 'two'].map(async message =>
        read(await chat.ask('/runs', { body: { message } }), events => events.length === 5),
      ),
    );
    const stopped = read(await chat.ask(`/runs/${runs[0].runId}/events`));
    expect((await chat.ask(`/runs/${runs[0].runId}/stop`, { body: {} })).status).toBe(204);
    expect((await stopped).types.slice(-2)).toEqual(['TEXT_MESSAGE_END', 'RUN_FINISHED']);
    expect((await stopped).events.at(-1)).toMatchObject({ outcome: { type: 'cancelled' } });
    const states = await Promise.all(
      runs.map(async ({ threadId }) => (await chat.transcript(threadId)).runs[0].state),
    );
    expect(states).toEqual(['stopped', 'running']);
    const busy = await chat.ask('/runs', { body: { message: 'x', threadId: runs[1].threadId } });
    expect(busy.status).toBe(409);
    await chat.ask(`/runs/${runs[1].runId}/stop`, { body: {} });
  });

  it('follows and stops a run that another replica relays', async () => {
    agent.answer = saying(words(3), { ending: 'hang' });
    const response = await chat.ask('/runs', { body: { message: 'x' } });
    const { runId } = await read(response, events => events.length === 5);
    const replica = await startChat(database.knex, clusterAt(agent.url));
    const followed = read(await replica.ask(`/runs/${runId}/events?after=2`));
    await replica.ask(`/runs/${runId}/stop`, { body: {} });
    expect(text((await followed).events)).toBe(words(3).join(''));
    expect((await followed).events.at(-1)).toMatchObject({ outcome: { type: 'cancelled' } });
    await replica.shutdown();
    replica.close();
  });

  it('calls an answer that breaks off interrupted, and asks again in its place', async () => {
    agent.answer = saying(words(5), { ending: 'cut', crlf: true });
    const cut = await chat.run({ message: 'hello', messageId: 'q' });
    expect(cut.events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'STREAM_CUT' });
    expect(text(cut.events)).toBe(words(5).join(''));
    expect((await chat.transcript(cut.threadId)).runs[0].state).toBe('interrupted');

    agent.answer = saying(words(2));
    const retry = await chat.run({ retryOf: cut.runId });
    expect(retry.threadId).toBe(cut.threadId);
    const { runs } = await chat.transcript(cut.threadId);
    expect(runs.map(({ id, state }) => [id, state])).toEqual([[retry.runId, 'finished']]);
    expect(runs[0].message?.id).toBe('q');
    expect(agent.requests.at(-1)!.input.messages).toHaveLength(1);
  });

  it('stops an agent that does not end', async () => {
    agent.answer = ({ threadId, runId }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(frame({ type: 'RUN_STARTED', threadId, runId }));
      const comment = `: ${'x'.repeat(1 << 20)}\n`;
      const more = () => {
        while (!response.destroyed && response.write(comment));
        response.once('drain', more);
      };
      more();
    };
    const { events } = await chat.run({ message: 'hello' });
    expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'ANSWER_TOO_LONG' });
  });

  it.each([
    [
      'no ready pod',
      503,
      '{"kind":"Status","message":"no endpoints available for service \\"weather\\""}',
      'AGENT_DOWN',
      'The agent of component:default/weather does not answer: Service weather:8080 in namespace ai-weather has no ready pod. Its overview says why, and what to do.',
    ],
    [
      'a refusal of its own',
      422,
      '{"detail":"a secret"}',
      'AGENT_REFUSED',
      'The agent of component:default/weather refused the question with status 422: look at its log.',
    ],
    [
      'another page',
      200,
      '<html>',
      'AGENT_REFUSED',
      '/api/agent of component:default/weather answers text/html rather than an event stream: it is no AG-UI endpoint.',
    ],
  ])('says in one sentence what is wrong: %s', async (_, status, body, code, message) => {
    agent.answer = (__, response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end(body);
    const run = await chat.run({ message: 'hello' });
    expect(run.events).toEqual([{ type: 'RUN_ERROR', code, message }]);
    const { runs } = await chat.transcript(run.threadId);
    expect(runs[0]).toMatchObject({ state: 'failed', events: [{ code }] });
  });

  it('ends a stream that breaks the protocol with what is wrong', async () => {
    agent.answer = ({ threadId, runId }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(frame({ type: 'RUN_STARTED', threadId, runId }));
      response.write(frame({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'x' }));
    };
    const run = await chat.run({ message: 'hello' });
    expect(run.types).toEqual(['RUN_STARTED', 'RUN_ERROR']);
    expect(run.events[1]).toMatchObject({ code: 'PROTOCOL_VIOLATION' });
  });

  it.each([
    ['null', 'no event'],
    ['7', 'no event'],
    ['{"type":"MESSAGES_SNAPSHOT","messages":[null]}', 'malformed'],
    ['{', 'not JSON'],
  ])('ends a stream that says %s with what is wrong', async (data, why) => {
    agent.answer = ({ threadId, runId }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(frame({ type: 'RUN_STARTED', threadId, runId }));
      response.end(`data: ${data}\n\n`);
    };
    const run = await chat.run({ message: 'hello' });
    expect(run.events.at(-1)).toMatchObject({
      code: 'PROTOCOL_VIOLATION',
      message: expect.stringContaining(why),
    });
  });

  it('shows nobody the threads of another', async () => {
    agent.answer = saying(words(1));
    const { threadId, runId } = await chat.run({ message: 'mine' });
    const asked = ['', `/${threadId}`].map(path => chat.ask(`/threads${path}`, { as: 'bob' }));
    const [list, thread] = await Promise.all(asked);
    expect(await list.json()).toEqual({ items: [] });
    expect(thread.status).toBe(404);
    expect((await chat.ask(`/runs/${runId}/events`, { as: 'bob' })).status).toBe(404);
    expect((await chat.ask(`/runs/${runId}/stop`, { as: 'bob', body: {} })).status).toBe(404);
    const retry = await chat.ask('/runs', { as: 'bob', body: { retryOf: runId } });
    expect(retry.status).toBe(404);
  });

  it('is read while the cluster is away, and asked nothing', async () => {
    agent.answer = saying(words(1));
    const cluster = clusterAt(agent.url);
    const here = await startChat(database.knex, cluster);
    const { threadId } = await here.run({ message: 'before' });
    cluster.get = async () => Promise.reject(new Error('The cluster is away.'));
    const threads = await here.ask('/threads');
    expect(threads.status).toBe(200);
    expect(await here.transcript(threadId)).toMatchObject({ title: 'before' });
    const started = await here.ask('/runs', { body: { message: 'now?', threadId } });
    expect(started.status).toBe(503);
    expect(await started.json()).toMatchObject({
      error: { name: 'OutageError', outage: { sentence: { code: 'outage-cluster-away' } } },
    });
    await here.shutdown();
    here.close();
  });

  it("marks a dead process's run as interrupted at start, and leaves another replica's alone", async () => {
    agent.answer = saying(words(4), { ending: 'hang' });
    const enough = (events: AgentEvent[]) => events.length === 6;
    const mine = await read(await chat.ask('/runs', { body: { message: 'x' } }), enough);
    const other = await read(await chat.ask('/runs', { body: { message: 'y' } }), enough);
    await until(
      'the words are kept',
      () => database.knex('chat_events').where({ run_id: mine.runId }),
      rows => rows.length > 0,
    );
    const held = (id: string, holder: string) =>
      database.knex('chat_runs').where({ id }).update({ holder });
    // As if a killed process of this machine, and a living replica elsewhere, relayed them.
    await held(mine.runId, `${hostname()}/999999999/x`);
    await held(other.runId, 'another-host/1/x');
    const restarted = await startChat(database.knex, clusterAt(agent.url));
    const kept = await until(
      'the run has ended',
      () => restarted.transcript(mine.threadId),
      ({ runs }) => runs[0].state !== 'running',
    );
    expect(kept.runs[0].state).toBe('interrupted');
    expect(text(kept.runs[0].events)).toBe(words(4).join(''));
    expect(kept.runs[0].events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'INTERRUPTED' });
    expect((await restarted.transcript(other.threadId)).runs[0].state).toBe('running');
    await held(other.runId, `${hostname()}/999999999/x`);
    await restarted.shutdown();
    restarted.close();
  });
});
