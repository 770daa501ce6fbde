import type { Message } from '@ag-ui/core';
import { addMessage, applyEvent, cancelled, initialChat, isStreaming, ProtocolViolation } from '.';
import type { Chat, ViolationReason } from '.';

const started = { type: 'RUN_STARTED', threadId: 't', runId: 'r' };
const finished = { type: 'RUN_FINISHED', threadId: 't', runId: 'r' };
const start = (messageId: string, more = {}) => ({
  type: 'TEXT_MESSAGE_START',
  messageId,
  ...more,
});
const say = (messageId: string, delta: string) => ({
  type: 'TEXT_MESSAGE_CONTENT',
  messageId,
  delta,
});
const end = (messageId: string) => ({ type: 'TEXT_MESSAGE_END', messageId });
const chunk = (delta: string, more = {}) => ({ type: 'TEXT_MESSAGE_CHUNK', delta, ...more });

const play = (events: object[], chat: Chat = initialChat()) =>
  events.reduce((so: Chat, event) => applyEvent(so, event), chat);

function refusal(events: object[]): ViolationReason | undefined {
  try {
    play(events);
    return undefined;
  } catch (error) {
    if (error instanceof ProtocolViolation) return error.reason;
    throw error;
  }
}

describe('applyEvent', () => {
  it('shares what does not change, and leaves the chat before as it was', () => {
    const question: Message = { id: 'u', role: 'user', content: 'hello' };
    const before = play([started, start('a')], addMessage(initialChat(), question));
    const after = applyEvent(before, say('a', 'Hi'));
    expect(after.messages[0]).toBe(before.messages[0]);
    expect(after.pipeline).toBe(before.pipeline);
    expect(before.messages[1]).toEqual({ id: 'a', role: 'assistant', content: '' });
    expect(after.messages[1].content).toBe('Hi');
    expect(isStreaming(after, 'a')).toBe(true);
    expect(isStreaming(applyEvent(after, end('a')), 'a')).toBe(false);
  });

  it('lets several answers go on with one conversation, of which none sees the others', () => {
    const before = play([started, start('a'), say('a', 'Hi'), end('a'), finished]);
    const anew = () => initialChat(before.messages, before.state);
    const one = play([started, start('a'), say('a', ' there'), start('b')], anew());
    const other = play([started, start('c')], anew());
    const goneOn = play([started, start('d')], before);
    const told = [before, one, other, goneOn].map(({ messages }) =>
      messages.map(({ id, content }) => `${id} ${content}`.trim()),
    );
    expect(told).toEqual([['a Hi'], ['a Hi there', 'b'], ['a Hi', 'c'], ['a Hi', 'd']]);
    expect(play([say('b', 'more')], one).messages.at(-1)?.content).toBe('more');
  });

  it('costs a delta no copy of a long talk', () => {
    const talk = Array.from({ length: 200 }, (_, i): Message => ({
      id: `m${i}`,
      role: 'assistant',
      content: 'x'.repeat(2000),
    }));
    let chat = play([started, start('a')], initialChat(talk));
    const took = (each: () => void) => {
      const since = performance.now();
      for (let i = 0; i < 400; i++) each();
      return performance.now() - since;
    };
    const applied = took(() => {
      chat = applyEvent(chat, say('a', 'word '));
    });
    expect(chat.messages.at(-1)?.content).toHaveLength(2000);
    expect(chat.messages.slice(0, 200).every((message, at) => message === talk[at])).toBe(true);
    expect(applied).toBeLessThan(took(() => JSON.parse(JSON.stringify(chat.messages))));
  });

  it('applies a patch to the state all or nothing, and keeps the document it was given', () => {
    const first = play([started, { type: 'STATE_SNAPSHOT', snapshot: { list: [1] } }]);
    const delta = [
      { op: 'add', path: '/list/1', value: 2 },
      { op: 'test', path: '/list/0', value: 9 },
    ];
    const refused = applyEvent(first, { type: 'STATE_DELTA', delta });
    expect(refused.state).toBe(first.state);
    expect(refused.warnings).toHaveLength(1);
    const done = applyEvent(first, { type: 'STATE_DELTA', delta: delta.slice(0, 1) });
    expect([first.state, done.state]).toEqual([{ list: [1] }, { list: [1, 2] }]);
  });

  it('keeps activities and reasoning over a snapshot that holds none', () => {
    const chat = play([
      started,
      start('a'),
      end('a'),
      { type: 'ACTIVITY_SNAPSHOT', messageId: 'x', activityType: 'search', content: {} },
      { type: 'MESSAGES_SNAPSHOT', messages: [{ id: 'b', role: 'user', content: 'new' }] },
    ]);
    expect(chat.messages.map(({ id }) => id)).toEqual(['x', 'b']);
  });

  it('reopens a closed message and appends to it', () => {
    const chat = play([
      started,
      start('a'),
      say('a', 'one '),
      end('a'),
      start('a'),
      say('a', 'two'),
    ]);
    expect(chat.messages).toEqual([{ id: 'a', role: 'assistant', content: 'one two' }]);
  });

  it('streams two subagents in chunks, each in its own lane', () => {
    const tag = (subagentRunId: string) => ({ subagentRunId });
    const chat = play([
      started,
      chunk('A', { messageId: 'a', ...tag('s1') }),
      chunk('B', { messageId: 'b', ...tag('s2') }),
      chunk('a', tag('s1')),
      chunk('b', { messageId: 'b' }),
      finished,
    ]);
    expect(chat.messages.map(({ content }) => content)).toEqual(['Aa', 'Bb']);
  });

  it('marks what a failed run left open as over, and takes a new run', () => {
    const chat = play([
      started,
      { type: 'SUBAGENT_STARTED', subagentRunId: 's', name: 'helper' },
      start('a'),
      { type: 'RUN_ERROR', message: 'The model is busy.', code: 'THROTTLED' },
    ]);
    expect(chat.run).toMatchObject({ state: 'failed', error: { code: 'THROTTLED' } });
    expect(chat.subagents[0].state).toBe('failed');
    expect(isStreaming(chat, 'a')).toBe(false);
    expect(play([started], chat).run?.state).toBe('running');
  });

  it('closes a stopped run in order, so that it counts as cancelled and not as failed', () => {
    const half = play([
      started,
      { type: 'SUBAGENT_STARTED', subagentRunId: 's', name: 'helper' },
      { type: 'STEP_STARTED', stepName: 'a:b', subagentRunId: 's' },
      { type: 'REASONING_START', messageId: 'r' },
      start('a', { subagentRunId: 's' }),
      { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'n' },
      chunk('half', { messageId: 'b' }),
    ]);
    const chat = play(cancelled(half, { threadId: 't', runId: 'r' }), half);
    expect(chat.run?.state).toBe('cancelled');
    expect(chat.messages.at(-1)?.content).toBe('half');
    const unborn = play(cancelled(initialChat(), { threadId: 't', runId: 'r' }));
    expect(unborn.run?.state).toBe('cancelled');
  });

  it('reads the nulls that producers in use write for nothing as absent', () => {
    const chat = play([
      { ...started, parentRunId: null, rawEvent: null, input: null },
      {
        ...finished,
        result: null,
        outcome: { type: 'success', pendingToolCallIds: null },
        usage: [{ provider: null, inputTokens: 3 }],
      },
    ]);
    expect(chat.run).toMatchObject({ state: 'finished', usage: [{ inputTokens: 3 }] });
    expect(chat.warnings).toHaveLength(6);
  });

  it('drops an event that it does not know, whatever it is called', () => {
    const chat = play([started, { type: 'CITATION', url: 'x' }, { type: 'constructor' }, finished]);
    expect(chat.run?.state).toBe('finished');
    expect(chat.warnings).toHaveLength(2);
  });

  it('drops an event whose required field holds an unknown value', () => {
    const chat = play([
      started,
      { type: 'REASONING_ENCRYPTED_VALUE', subtype: 'new', entityId: 'a', encryptedValue: 'x' },
    ]);
    expect(chat.warnings).toHaveLength(1);
  });

  it.each([
    ['not-started', [start('a')]],
    ['run-active', [started, started]],
    ['run-failed', [{ type: 'RUN_ERROR', message: 'no' }, finished]],
    ['not-open', [started, say('a', 'x')]],
    ['not-open', [started, { type: 'REASONING_END', messageId: 'a' }]],
    ['already-open', [started, start('a'), start('a')]],
    ['still-open', [started, { type: 'STEP_STARTED', stepName: 'x' }, finished]],
    ['malformed', [started, { ...start('a'), messageId: 7 }]],
    ['malformed', [started, { ...start('a'), metadata: null }]],
    ['malformed', [started, { type: 'STATE_DELTA', delta: [{ op: 'add', path: '/x' }] }]],
    ['chunk-conflict', [started, chunk('x', { messageId: 'a' }), chunk('y', { role: 'user' })]],
    [
      'chunk-ambiguous',
      [
        started,
        chunk('A', { messageId: 'a', subagentRunId: 's1' }),
        chunk('B', { messageId: 'b', subagentRunId: 's2' }),
        chunk('?'),
      ],
    ],
    [
      'not-open',
      // An explicit event ends the shorthand of the very item it names.
      [started, chunk('A', { messageId: 'a' }), say('a', 'x')],
    ],
    [
      'owner-mismatch',
      [
        started,
        start('a', { subagentRunId: 's1' }),
        {
          type: 'TOOL_CALL_START',
          toolCallId: 'c',
          toolCallName: 'n',
          parentMessageId: 'a',
          subagentRunId: 's2',
        },
      ],
    ],
    [
      'subagent-reused',
      [
        started,
        { type: 'SUBAGENT_STARTED', subagentRunId: 's', name: 'n' },
        { type: 'SUBAGENT_FINISHED', subagentRunId: 's' },
        { type: 'SUBAGENT_STARTED', subagentRunId: 's', name: 'n' },
      ],
    ],
    [
      'duplicate-interrupt',
      [
        started,
        {
          ...finished,
          outcome: {
            type: 'interrupt',
            interrupts: [
              { id: 'i', reason: 'r' },
              { id: 'i', reason: 'r' },
            ],
          },
        },
      ],
    ],
  ] as [ViolationReason, object[]][])('refuses: %s', (reason, events) => {
    expect(refusal(events)).toBe(reason);
  });
});
