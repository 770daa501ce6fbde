import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AGUIEvent, Message, ResumeEntry } from '@ag-ui/core';
import { ask, eventsOf, question, startApp } from './app.ts';
import {
  begin,
  delta,
  end,
  refuse,
  startModel,
  text,
  toolCall,
  type Answer,
} from './modelServer.ts';
import { startPortal } from './portal.ts';

const MAIL = '{"to":"jane@example.com","subject":"Rain","body":"Take a coat."}';
const mail = toolCall('call-1', 'send_mail', MAIL);
const answerTo = (id: string, approved: boolean): ResumeEntry => ({
  interruptId: id,
  status: 'resolved',
  payload: { approved },
});
const calls: Answer = response => {
  begin(response);
  const call = (index: number, name: string, args: string) =>
    delta({
      tool_calls: [
        { index, id: `call-${index}`, type: 'function', function: { name, arguments: args } },
      ],
    });
  response.write(call(0, 'get_weather', '{"city":"Seoul"}'));
  response.write(call(1, 'send_mail', MAIL));
  response.write(call(2, 'send_mail', MAIL.replace('jane', 'joe')));
  response.write(delta({}, 'tool_calls'));
  end(response);
};

function interruptsOf(events: AGUIEvent[]) {
  const last = events.at(-1);
  assert(last?.type === 'RUN_FINISHED', `ends with ${JSON.stringify(last)}`);
  assert(last.outcome?.type === 'interrupt');
  return last.outcome.interrupts;
}
const codeOf = (events: AGUIEvent[]) => {
  const last = events.at(-1);
  return last?.type === 'RUN_ERROR' ? last.code : last?.type;
};
const results = (events: AGUIEvent[]) =>
  events.flatMap(event =>
    event.type === 'TOOL_CALL_RESULT' ? [[event.toolCallId, String(event.content)]] : [],
  );

/** The conversation that a client holds after the events. */
function conversation(asked: string, events: AGUIEvent[]): Message[] {
  const messages: Message[] = [{ id: 'm1', role: 'user', content: asked }];
  for (const event of events) {
    if (event.type === 'TOOL_CALL_START') {
      const last = messages.at(-1)!;
      const call = {
        id: event.toolCallId,
        type: 'function' as const,
        function: { name: event.toolCallName, arguments: '' },
      };
      if (last.role === 'assistant') last.toolCalls?.push(call);
      else messages.push({ id: event.parentMessageId!, role: 'assistant', toolCalls: [call] });
    } else if (event.type === 'TOOL_CALL_ARGS') {
      const found = messages.flatMap(m => (m.role === 'assistant' ? (m.toolCalls ?? []) : []));
      found.find(call => call.id === event.toolCallId)!.function.arguments += event.delta;
    } else if (event.type === 'TOOL_CALL_RESULT') {
      messages.push({
        id: event.messageId,
        role: 'tool',
        toolCallId: event.toolCallId,
        content: event.content,
      });
    }
  }
  return messages;
}

/** A run that stopped for an approval, and how to go on from it. */
async function paused(app: { url: string }, user: { token?: string } = {}) {
  const events = await eventsOf(await ask(app.url, question('Mail Jane.'), user));
  const messages = conversation('Mail Jane.', events);
  return {
    events,
    messages,
    interrupts: interruptsOf(events),
    resume: async (resume: ResumeEntry[] | undefined, change = {}, other = app, as = user) =>
      eventsOf(await ask(other.url, { ...question(''), messages, resume, ...change }, as)),
  };
}

test('a tool that acts waits for approval; any replica can go on, and the tool runs once', async () => {
  await using model = await startModel(mail, text('It is sent.'));
  await using app = await startApp(model.url);
  await using replica = await startApp(model.url);
  const { events, interrupts, resume } = await paused(app);
  assert.deepEqual(
    events.map(event => event.type),
    [
      'RUN_STARTED',
      'TOOL_CALL_START',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_END',
      'RUN_FINISHED',
    ],
  );
  const [interrupt] = interrupts;
  assert.deepEqual(
    { ...interrupt, id: '', responseSchema: {} },
    {
      id: '',
      reason: 'tool_call',
      message: 'Approve running send_mail?',
      toolCallId: 'call-1',
      responseSchema: {},
    },
  );

  const again = await resume([answerTo(interrupt!.id, true)], {}, replica);
  assert.equal(again[1]?.type, 'TOOL_CALL_RESULT');
  assert.match(results(again)[0]![1]!, /"outbox":"mail-[0-9a-f]{8}","to":"jane@example.com"/);
  assert.equal(again.at(-1)?.type, 'RUN_FINISHED');
  assert.deepEqual(
    model.asked[1]!.body.messages.map(message => message.role),
    ['system', 'user', 'assistant', 'tool'],
  );
  assert.equal(
    codeOf(await resume([answerTo(interrupt!.id, true)], {}, replica)),
    'APPROVAL_RESUME_NOT_FOUND',
  );
  assert.equal(model.asked.length, 2);
});

test('what is rejected does not run, and the model is told', async () => {
  await using model = await startModel(mail, text('Then not.'));
  await using app = await startApp(model.url);
  const { interrupts, resume } = await paused(app);
  const events = await resume([answerTo(interrupts[0]!.id, false)]);
  const told = 'The user did not allow this call. Nothing was done.';
  assert.deepEqual(results(events), [['call-1', told]]);
  assert.equal(model.asked[1]!.body.messages.at(-1)!.content, told);
  assert.equal(events.at(-1)?.type, 'RUN_FINISHED');
});

test('several calls of one answer: what needs no approval runs, the rest is decided one by one, all at once', async () => {
  await using model = await startModel(calls, text('One is sent.'), mail);
  await using app = await startApp(model.url);
  const { events, interrupts, resume } = await paused(app);
  assert.deepEqual(
    results(events).map(([id]) => id),
    ['call-0'],
  );
  assert.deepEqual(
    interrupts.map(each => each.toolCallId),
    ['call-1', 'call-2'],
  );
  const [jane, joe] = interrupts.map(each => each.id) as [string, string];
  assert.equal(codeOf(await resume([answerTo(jane, true)])), 'APPROVAL_RESUME_MISSING_INTERRUPT');

  const after = await resume([answerTo(joe, true), answerTo(jane, false)]);
  assert.deepEqual(
    results(after).map(([id, content]) => [id, content!.includes('outbox')]),
    [
      ['call-1', false],
      ['call-2', true],
    ],
  );
  assert.equal(after.at(-1)?.type, 'RUN_FINISHED');
  const sent = model.asked[1]!.body.messages;
  assert.deepEqual(
    sent.flatMap(m => (m.role === 'assistant' ? (m.tool_calls ?? []).map(call => call.id) : [])),
    ['call-0', 'call-1', 'call-2'],
  );
});

test('an approval belongs to its user, thread, call and arguments', async () => {
  await using model = await startModel(mail, text('never'));
  using portal = await startPortal();
  await using app = await startApp(model.url, { portal });
  const jane = { token: await portal.token('user:default/jane') };
  const joe = { token: await portal.token('user:default/joe') };
  const { interrupts, messages, resume } = await paused(app, jane);
  const yes = answerTo(interrupts[0]!.id, true);
  const changed = JSON.parse(JSON.stringify(messages).replaceAll('jane@', 'joe@'));
  const cases: [string, Promise<AGUIEvent[]>][] = [
    ['APPROVAL_RESUME_NOT_FOUND', resume([yes], {}, app, joe)],
    ['APPROVAL_RESUME_NOT_FOUND', resume([yes], { threadId: 'another' })],
    ['APPROVAL_RESUME_NOT_FOUND', resume([yes], { messages: changed })],
    ['APPROVAL_RESUME_NOT_FOUND', resume([answerTo('nobody-asked', true)])],
    ['APPROVAL_RESUME_NOT_FOUND', resume([yes], { messages: messages.slice(0, 1) })],
    ['APPROVAL_RESUME_REQUIRED', resume(undefined)],
    ['APPROVAL_RESUME_INVALID', resume([yes, yes])],
    ['APPROVAL_RESUME_INVALID', resume([{ ...yes, payload: { approved: 'yes' } }])],
    ['APPROVAL_RESUME_INVALID', resume([{ ...yes, payload: undefined }])],
  ];
  for (const [code, events] of cases) assert.equal(codeOf(await events), code);
  assert.equal(model.asked.length, 1);
  assert.equal(codeOf(await resume([yes])), 'RUN_FINISHED');
});

test('an approval that is given up ends silently, and the next question is an ordinary one', async () => {
  await using model = await startModel(mail, text('Sunny.'));
  await using app = await startApp(model.url);
  const { interrupts, messages, resume } = await paused(app);
  const given = { interruptId: interrupts[0]!.id, status: 'cancelled' as const };
  assert.deepEqual(
    (await resume([given])).map(event => event.type),
    ['RUN_STARTED', 'RUN_FINISHED'],
  );
  assert.equal(
    codeOf(await resume([answerTo(given.interruptId, true)])),
    'APPROVAL_RESUME_NOT_FOUND',
  );
  const next = { id: 'm9', role: 'user' as const, content: 'And the weather?' };
  await resume(undefined, { messages: [...messages, next] });
  // As a run leaves it that was stopped amid its call.
  const half = JSON.parse(JSON.stringify(messages).replace('Take a coat', '').replace('\\"}', ''));
  await resume(undefined, { messages: half });
  assert.deepEqual(
    model.asked.slice(1).map(({ body }) => body.messages.map(message => message.role)),
    [
      ['system', 'user', 'user'],
      ['system', 'user'],
    ],
  );
});

test('the tool has run though the model then fails; the model may ask again', async () => {
  await using model = await startModel(mail, refuse(403, 'Forbidden'), mail);
  await using app = await startApp(model.url);
  const { interrupts, messages, resume } = await paused(app);
  const failed = await resume([answerTo(interrupts[0]!.id, true)]);
  assert.equal(results(failed).length, 1);
  assert.equal(codeOf(failed), 'model_forbidden');
  const kept = [...messages, ...conversation('And again.', failed)];
  const next = await resume(undefined, { messages: kept });
  const [again] = interruptsOf(next);
  assert.notEqual(again!.id, interrupts[0]!.id);
  // This model gives its calls the same id each time.
  const last = [...kept, ...conversation('And again.', next).slice(1)];
  const sent = await resume([answerTo(again!.id, true)], { messages: last });
  assert.equal(results(sent).length, 1);
});
