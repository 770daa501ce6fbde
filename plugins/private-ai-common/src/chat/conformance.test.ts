import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import type { Message } from '@ag-ui/core';
import { needing, outsideTruth } from '../../../../testing/outsideTruth';
import { applyEvent, initialChat, ProtocolViolation, readSse, runInput } from '.';
import type { Chat, ChatEvent, ViolationReason } from '.';

const conformance = outsideTruth('ag-ui-conformance/streams');
const agentFramework = outsideTruth('ag-ui-conformance/agent-framework');

interface Fixture {
  name: string;
  description: string;
  client?: unknown;
  input?: { messages?: Message[] };
  stream: object[];
  // The keys of the README's table.
  expect: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  expectOverrides?: { typescript?: Record<string, unknown> };
}

/** The fixtures quote another client's wording; here is the reason that each text stands for. */
const reasons: [string, ViolationReason][] = [
  ["does not match the open stream's", 'chunk-conflict'],
  ['must have a messageId', 'chunk-without-id'],
  ['must have a toolCallName', 'chunk-without-name'],
  ['has already finished', 'run-finished'],
  ['are still active', 'still-open'],
  ['s-run-finished-active-subagent-1', 'still-open'],
  ['s-subagent-finished-unstarted-1', 'subagent-unknown'],
  ['does not match', 'owner-mismatch'],
  ['expected', 'malformed'],
];

/** The admitted gap of the README: another client's fixture for an unknown role asserts the opposite of the rule. */
const admittedGap = 'unknown-enum-value-role-fatal';

async function served(bytes: string | Buffer): Promise<ReadableStream<Uint8Array>> {
  const server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.end(bytes, () => server.close());
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return response.body!;
}

async function consume(bytes: string | Buffer, messages: Message[] = []) {
  const events: ChatEvent[] = [];
  let chat: Chat = initialChat(messages);
  let violation: ProtocolViolation | undefined;
  try {
    for await (const { data } of readSse(await served(bytes))) {
      chat = applyEvent(chat, JSON.parse(data), event => events.push(event));
    }
  } catch (error) {
    if (!(error instanceof ProtocolViolation)) throw error;
    violation = error;
  }
  return { chat, events, violation };
}

/** Arrays are of equal length, objects are compared on the keys named. */
function matches(actual: unknown, expected: unknown): void {
  if (Array.isArray(expected)) {
    expect(actual).toHaveLength(expected.length);
    expected.forEach((item, index) => matches((actual as unknown[])[index], item));
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [key, value] of Object.entries(expected)) {
      expect(actual).toHaveProperty([key]);
      matches((actual as Record<string, unknown>)[key], value);
    }
  } else {
    expect(actual).toEqual(expected);
  }
}

const at = (events: ChatEvent[], path: string) =>
  path.split('.').reduce<{ value: unknown; there: boolean }>(
    ({ value }, key) => ({
      there: typeof value === 'object' && value !== null && Object.hasOwn(value, key),
      value: (value as Record<string, unknown> | undefined)?.[key],
    }),
    { value: events, there: true },
  );

const files = conformance.skip ? ['each stream'] : readdirSync(conformance.path);

needing(conformance, describe)('AG-UI conformance', () => {
  it.each(files)('%s', async file => {
    const fixture: Fixture = JSON.parse(readFileSync(resolve(conformance.path, file), 'utf8'));
    const bytes = fixture.stream.map(event => `data: ${JSON.stringify(event)}\n\n`).join('');
    const { chat, events, violation } = await consume(bytes, fixture.input?.messages);
    const wanted = { ...fixture.expect, ...fixture.expectOverrides?.typescript };
    const types = events.map(({ type }) => type);

    if (fixture.name === admittedGap) {
      expect(violation).toBeUndefined();
      matches(chat.messages, [{ role: 'assistant', content: fixture.stream[2]['delta' as never] }]);
      expect(chat.warnings.join()).toContain('/role');
      return;
    }
    if (wanted.outcome === 'completed') expect(violation).toBeUndefined();
    else {
      const quoted: string = wanted.errorContains;
      expect([quoted, violation?.reason]).toEqual([
        quoted,
        reasons.find(([text]) => quoted.includes(text))?.[1],
      ]);
      if (quoted.startsWith('s-')) expect(violation?.message).toContain(quoted);
    }
    if (wanted.runError) {
      const failure = events.find(event => event.type === 'RUN_ERROR');
      expect(failure?.message).toContain(wanted.runError);
      if (types.at(-1) === 'RUN_ERROR') expect(chat.run?.error?.message).toBe(failure?.message);
    }
    // A peer of the fixture's age is not pinned: what is translated for it is not asked of us.
    const current = !fixture.client;
    if (current && wanted.eventTypes) expect(types).toEqual(wanted.eventTypes);
    for (const absent of (current && wanted.eventTypesAbsent) || []) {
      expect(types).not.toContain(absent);
    }
    for (const [path, value] of Object.entries(wanted.eventPaths ?? {})) {
      expect([path, at(events, path)]).toEqual([path, { value, there: true }]);
    }
    for (const path of wanted.eventAbsentPaths ?? []) expect(at(events, path).there).toBe(false);
    // The messages that a run starts from are the request's; none of the fixtures joins the two.
    if ('messageCount' in wanted) expect(chat.messages).toHaveLength(wanted.messageCount);
    if (wanted.messages) {
      matches(chat.messages.slice(fixture.input?.messages?.length ?? 0), wanted.messages);
    }
    if ('state' in wanted) matches(chat.state, wanted.state);
    if (current && wanted.request) {
      const messages = fixture.input?.messages ?? [];
      matches(runInput({ threadId: 't', runId: 'r', messages }), wanted.request);
    }
    // The advisory tier: recommended only, and kept.
    if (wanted.noWarnings) expect(chat.warnings).toEqual([]);
    for (const text of (current && wanted.warnings) || []) {
      expect(chat.warnings.join('\n')).toContain(text);
    }
  });
});

needing(agentFramework, describe)('recorded streams of Microsoft Agent Framework', () => {
  const recorded = (name: string) => readFileSync(resolve(agentFramework.path, `${name}.sse`));
  const asked = (name: string): Message[] =>
    JSON.parse(readFileSync(resolve(agentFramework.path, `${name}.request.json`), 'utf8')).messages;

  it.each([
    ['text', 'finished', ['user', 'assistant:Hello, how can I help?']],
    ['keepalive', 'finished', ['user', 'assistant:Hello, how can I help?']],
    ['multimodal', 'finished', ['user', 'assistant:Hello, how can I help?']],
    [
      'tool',
      'finished',
      [
        'user',
        'assistant:get_weather {"city":"Seoul"}',
        'tool:sunny in Seoul',
        'assistant:It is sunny in Seoul, 안녕하세요.',
      ],
    ],
    ['cut', 'failed', ['user', 'assistant:half a ']],
    ['error429', 'failed', ['user']],
    ['error500', 'failed', ['user']],
    ['approval-reject', 'finished', ['user', 'assistant:send_mail {"city":"Seoul"}']],
    ['client-tool', 'finished', ['user', 'assistant:open_entity {"city":"Seoul"}']],
    ['approval-denied-payload', 'failed', ['user', 'assistant:send_mail {"city":"Seoul"}']],
    ['approval', 'interrupted', ['user', 'assistant:send_mail {"city":"Seoul"}']],
    ['pending-interrupt-unanswered', 'failed', ['user']],
  ] as [string, string, string[]][])('%s', async (name, state, wanted) => {
    const { chat, violation } = await consume(recorded(name), asked(name));
    expect(violation).toBeUndefined();
    expect(chat.run?.state).toBe(state);
    const told = chat.messages.map(message => {
      if (message.role === 'user') return 'user';
      const call = message.role === 'assistant' ? message.toolCalls?.[0].function : undefined;
      return `${message.role}:${call ? `${call.name} ${call.arguments}` : message.content}`;
    });
    expect(told).toEqual(wanted);
    expect(chat.run?.interrupts.map(({ toolCallId }) => toolCallId)).toEqual(
      name === 'approval' ? ['call_4'] : [],
    );
  });

  it.each(['approval-resume', 'approval-edited', 'client-tool-result', 'second-turn'])(
    '%s goes on with the conversation it was given',
    async name => {
      const { chat, violation } = await consume(recorded(name), asked(name));
      expect(violation).toBeUndefined();
      expect(chat.run?.state).toBe('finished');
      const spoken = chat.messages.filter(({ role }) => role === 'assistant');
      expect(spoken.at(-1)?.content).toBe('It is sunny in Seoul, 안녕하세요.');
      // What goes back to the agent has each result right behind its call, as models insist.
      const next = runInput({ threadId: 't', runId: 'r', messages: chat.messages }).messages;
      const answered = next.findIndex(({ role }) => role === 'tool');
      const asking = next[answered - 1];
      expect(asking.role === 'assistant' && asking.toolCalls).toBeTruthy();
      expect(next.at(-1)?.role).toBe('assistant');
      // Nothing twice, and every call has its answer or none.
      const ids = chat.messages.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    },
  );
});
