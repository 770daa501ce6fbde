import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Interrupt } from '@ag-ui/core';
import type { AgentEvent } from '@private-ai/plugin-private-ai-common';
import { needing, outsideTruth } from '../../../../testing/outsideTruth';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { until } from '../testing/until';
import { decisionsTold, taken } from './decisionsForTest';
import { decided, mailing } from './mailingForTest';
import { text } from './sayingForTest';
import { clusterAt, frame, startAgent, startChat } from './startForTest';
import { waitingFor } from './waiting';

const owner = 'component:default/weather';

const interruptsOf = (events: AgentEvent[]) =>
  ((events.at(-1)?.outcome as { interrupts?: Interrupt[] })?.interrupts ?? []).map(({ id }) => id);

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('an agent that asks before it acts, on %s', (_, startDatabase) => {
  let database: TestDatabase;
  let agent: Awaited<ReturnType<typeof startAgent>>;
  let chat: Awaited<ReturnType<typeof startChat>>;
  let mails: ReturnType<typeof mailing>;

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
  beforeEach(() => {
    mails = mailing();
    agent.answer = mails.answer;
    agent.requests.length = 0;
    chat.told.length = 0;
  });

  /** A thread that waits, and what it waits for. */
  async function waiting(message = 'send a mail') {
    const { threadId, runId, events } = await chat.run({ message });
    agent.requests.length = 0;
    return { threadId, runId, ids: interruptsOf(events) };
  }
  const audited = () => decisionsTold(chat.told);
  const states = async (threadId: string) =>
    (await chat.transcript(threadId)).runs.map(({ state }) => state);
  const refused = async (body: object) => {
    const response = await chat.ask('/runs', { body });
    return { status: response.status, said: await response.text() };
  };

  it('is told to whom it asks as long as nobody has answered, and to nobody else', async () => {
    const of = { entityRef: owner, application: 'of-weather' };
    const asked = [owner, 'component:default/rain'];
    const told = (person = 'user:default/ana') => waitingFor(database.knex, person, asked);
    const { threadId, ids } = await waiting();
    const aside = await waiting();
    expect(await states(threadId)).toEqual(['waiting']);
    expect(await states(aside.threadId)).toEqual(['waiting']);
    expect(await told()).toEqual([{ ...of, conversations: 2 }]);
    expect(await told('user:default/bob')).toEqual([]);
    await chat.run({ threadId, resume: decided(true, ids) });
    expect(await states(threadId)).toEqual(['waiting', 'finished']);
    expect(await told()).toEqual([{ ...of, conversations: 1 }]);
    // With a preview one talks elsewhere.
    const preview = { preview: 'c'.repeat(40) };
    await database.knex('chat_threads').where({ id: aside.threadId }).update(preview);
    expect(await told()).toEqual([]);
  });

  it('waits, and goes on with what was approved', async () => {
    const { threadId, ids } = await waiting();
    expect(await states(threadId)).toEqual(['waiting']);
    const resume = decided(true, ids);
    const answered = await chat.run({ threadId, resume });
    expect(answered.threadId).toBe(threadId);
    expect(answered.types).toContain('TOOL_CALL_RESULT');
    expect(text(answered.events)).toBe('Sent.');
    expect(mails.sent).toHaveLength(1);

    const [{ input }] = agent.requests;
    expect(input.resume).toEqual(resume);
    // What Agent Framework makes up beside its call would come back as a result without a call.
    expect(input.messages).toMatchObject([
      { role: 'user', content: 'send a mail' },
      { role: 'assistant', toolCalls: [{ id: mails.sent[0], function: { name: 'send_mail' } }] },
    ]);
    const { runs } = await chat.transcript(threadId);
    expect(runs).toMatchObject([{ state: 'waiting' }, { state: 'finished', resume }]);
    expect(runs[0].resume).toBeUndefined();
    expect(runs[1].message).toBeUndefined();
    expect(audited()).toEqual(taken(answered, ids[0], 'approved'));
  });

  it('goes on without doing what was rejected, and the conversation goes on after it', async () => {
    const { threadId, ids } = await waiting();
    const rejected = await chat.run({ threadId, resume: decided(false, ids) });
    expect([text(rejected.events), mails.sent]).toEqual(['Not sent.', []]);
    expect(audited()).toEqual(taken(rejected, ids[0], 'rejected'));
    await chat.run({ threadId, message: 'thanks' });
    const { input } = agent.requests.at(-1)!;
    expect(input.resume).toBeUndefined();
    expect(input.messages.map(({ role, content }) => [role, content])).toEqual([
      ['user', 'send a mail'],
      ['assistant', 'Not sent.'],
      ['user', 'thanks'],
    ]);
  });

  it('takes one answer: of two at once, of a later one, and of nobody else', async () => {
    const { threadId, ids } = await waiting();
    const resume = decided(true, ids);
    const foreign = await chat.ask('/runs', { as: 'bob', body: { threadId, resume } });
    expect(foreign.status).toBe(404);
    const both = await Promise.all(
      [1, 2].map(() => chat.ask('/runs', { body: { threadId, resume } })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    await until(
      'the answer is taken',
      () => states(threadId),
      all => all[1] === 'finished',
    );
    const outcomes = () =>
      audited()
        .map(({ status, user }) => `${status} ${user}`)
        .toSorted();
    expect(outcomes()).toEqual([
      'failed user:default/ana',
      'failed user:default/bob',
      'initiated user:default/ana',
      'initiated user:default/ana',
      'initiated user:default/bob',
      'succeeded user:default/ana',
    ]);
    const later = await refused({ threadId, resume: decided(false, ids) });
    expect(later).toMatchObject({ status: 409 });
    expect(later.said).toContain('was answered already');
    // Why it was refused may hold an agent's words.
    expect(audited().at(-1)).toMatchObject({ status: 'failed', error: 'ConflictError' });
    expect(mails.sent).toHaveLength(1);
  });

  it('takes an answer to everything, and to nothing else', async () => {
    mails = mailing(2);
    agent.answer = mails.answer;
    const { threadId, ids } = await waiting();
    const [one] = decided(true, ids);
    const wrong = (resume: object[], more = {}) => refused({ threadId, resume, ...more });
    expect((await wrong([one])).said).toContain('missing: Approve running send_mail?');
    expect((await wrong([one, one])).said).toContain('is answered twice');
    expect((await wrong([one, { ...one, interruptId: 'x' }])).said).toContain("does not ask 'x'");
    expect((await wrong(decided(true, ids), { message: 'and hello' })).status).toBe(400);
    expect((await refused({ resume: decided(true, ids) })).status).toBe(400);
    expect((await wrong([{ ...one, status: 'perhaps' }])).status).toBe(400);
    expect(agent.requests).toEqual([]);

    const mixed = [one, decided(false, ids)[1]];
    chat.told.length = 0;
    const both = await chat.run({ threadId, resume: mixed });
    expect(text(both.events)).toBe('Sent.');
    const [approved, rejected] = ['approved', 'rejected'].map((what, at) =>
      taken(both, ids[at], what),
    );
    expect(audited()).toHaveLength(4);
    expect(audited()).toEqual(expect.arrayContaining([...approved, ...rejected]));
    expect(agent.requests[0].input.messages.at(-1)).toMatchObject({ toolCalls: [{}, {}] });
    expect(mails.sent).toHaveLength(1);
  });

  it('abandons what was asked when the person writes on, and answers that', async () => {
    const { threadId, ids } = await waiting();
    const { events } = await chat.run({ threadId, message: 'never mind, hello' });
    expect(text(events)).toBe('Hello.');
    const [first, second] = agent.requests.map(({ input }) => input);
    expect(first.resume).toEqual([{ interruptId: ids[0], status: 'cancelled' }]);
    expect(first.messages.at(-1)).toMatchObject({ role: 'assistant', toolCalls: [{}] });
    expect(second.resume).toBeUndefined();
    expect(second.messages.map(({ role }) => role)).toEqual(['user', 'user']);
    expect(new Set([first.runId, second.runId]).size).toBe(2);
    expect((await refused({ threadId, resume: decided(true, ids) })).status).toBe(409);
    expect(mails.sent).toEqual([]);
  });

  it('sends an answer again that did not get there, or abandons it', async () => {
    for (const next of ['retry', 'message'] as const) {
      const { threadId, ids } = await waiting();
      const resume = decided(true, ids);
      agent.answer = (__, response) => response.writeHead(503).end();
      const failed = await chat.run({ threadId, resume });
      expect(failed.events.at(-1)).toMatchObject({ code: 'AGENT_DOWN' });
      agent.answer = mails.answer;
      agent.requests.length = 0;
      chat.told.length = 0;
      const run = await chat.run(
        next === 'retry' ? { retryOf: failed.runId } : { threadId, message: 'hello' },
      );
      expect(text(run.events)).toBe(next === 'retry' ? 'Sent.' : 'Hello.');
      expect(agent.requests[0].input.resume).toEqual(
        next === 'retry' ? resume : [{ interruptId: ids[0], status: 'cancelled' }],
      );
      expect(audited()).toEqual(next === 'retry' ? taken(run, ids[0], 'approved') : []);
      expect(await states(threadId)).toEqual(
        next === 'retry' ? ['waiting', 'finished'] : ['waiting', 'failed', 'finished'],
      );
    }
  });

  it('does not send an answer again that was acted on before it broke off', async () => {
    const { threadId, ids } = await waiting();
    const [[{ toolCallId }]] = mails.pending.values();
    agent.answer = ({ runId }, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(frame({ type: 'RUN_STARTED', threadId, runId }));
      response.end(
        frame({ type: 'TOOL_CALL_RESULT', messageId: 'r', toolCallId, content: 'sent' }),
      );
    };
    const broken = await chat.run({ threadId, resume: decided(true, ids) });
    // A pod that was started anew knows nothing of it.
    agent.answer = mails.answer;
    const again = await refused({ retryOf: broken.runId });
    expect(again.status).toBe(409);
    expect(again.said).toContain('acted on before the answer broke off');
    expect(mails.sent).toEqual([]);
    mails.pending.clear();
    expect(text((await chat.run({ threadId, message: 'hello' })).events)).toBe('Hello.');
  });

  it('asks the same question again in place of one that waits', async () => {
    const { threadId, runId } = await waiting();
    const again = await chat.run({ retryOf: runId });
    expect(interruptsOf(again.events)).toHaveLength(1);
    expect(await states(threadId)).toEqual(['waiting']);
  });

  it('still waits when the portal was killed right after the agent had asked', async () => {
    const { threadId, runId, ids } = await waiting();
    await chat.transcript(threadId);
    const dead = { state: 'running', holder: `${hostname()}/999999999/x` };
    await database.knex('chat_runs').where({ id: runId }).update(dead);
    const restarted = await startChat(database.knex, clusterAt(agent.url));
    await until(
      'it waits',
      () => states(threadId),
      ([state]) => state === 'waiting',
    );
    const { events } = await restarted.run({ threadId, resume: decided(true, ids) });
    expect(text(events)).toBe('Sent.');
    await restarted.shutdown();
    restarted.close();
  });
});

const recorded = outsideTruth('ag-ui-conformance/agent-framework');

needing(recorded, describe)('the recorded answers of Microsoft Agent Framework', () => {
  it('wait, and are answered by what it was answered with', async () => {
    const database = await startSqlite();
    const agent = await startAgent();
    const chat = await startChat(database.knex, clusterAt(agent.url));
    const file = (name: string) => readFileSync(join(recorded.path, name), 'utf8');
    const streams = ['approval.sse', 'approval-resume.sse'];
    agent.answer = (_, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(file(streams.shift()!));
    const { threadId, events } = await chat.run({ message: 'approve it', messageId: 'u1' });
    const resume = decided(true, interruptsOf(events));
    const answered = await chat.run({ threadId, resume });
    expect(answered.types.at(-1)).toBe('RUN_FINISHED');

    const wanted = JSON.parse(file('approval-resume.request.json'));
    const { input } = agent.requests[1];
    expect(input.resume).toEqual(wanted.resume);
    const [question, asking] = wanted.messages;
    const toolCalls = asking.toolCalls.slice(0, 1);
    expect(input.messages).toEqual([question, { ...asking, toolCalls }]);
    await chat.shutdown();
    chat.close();
    agent.close();
    await database.close();
  });
});
