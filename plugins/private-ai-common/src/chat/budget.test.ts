import { applyEvent, cancelled, initialChat, ProtocolViolation, type Chat } from '.';
import { budget } from './budget';

const run = { threadId: 't', runId: 'r' };
const started = { type: 'RUN_STARTED', ...run };
const finished = { type: 'RUN_FINISHED', ...run };
const times = <T>(count: number, each: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => each(at));
const keys = <T>(count: number, each: (at: number) => T) =>
  Object.fromEntries(times(count, at => [`k${at}`, each(at)]));

const unknown = { type: 'SOMETHING_NEW' };
const start = (messageId: string, more = {}) => ({
  type: 'TEXT_MESSAGE_START',
  messageId,
  ...more,
});
const end = (messageId: string) => ({ type: 'TEXT_MESSAGE_END', messageId });
const said = (messageId: string) => [start(messageId), end(messageId)];
const say = (messageId: string, more = {}) => ({
  type: 'TEXT_MESSAGE_CONTENT',
  messageId,
  delta: 'x',
  ...more,
});
const result = (messageId: string) => ({
  type: 'TOOL_CALL_RESULT',
  messageId,
  toolCallId: 'c',
  content: 'x',
});
const subagent = (subagentRunId: string) => ({
  type: 'SUBAGENT_STARTED',
  subagentRunId,
  name: 'n',
});
const snapshot = (of: unknown) => ({ type: 'STATE_SNAPSHOT', snapshot: of });
const delta = (...operations: object[]) => ({ type: 'STATE_DELTA', delta: operations });
const copy = (from: string, path: string) => ({ op: 'copy', from, path });
const add = (path: string, value: unknown) => ({ op: 'add', path, value });
const activity = (messageId: string, content: object) => ({
  type: 'ACTIVITY_SNAPSHOT',
  activityType: 'x',
  messageId,
  content,
});
const nested = (levels: number): object => (levels > 0 ? { in: nested(levels - 1) } : {});

/** Folds until it is refused. */
function fold(events: Iterable<object>): { chat: Chat; refused?: ProtocolViolation } {
  let chat = applyEvent(initialChat(), started);
  try {
    for (const event of events) chat = applyEvent(chat, event);
    return { chat };
  } catch (error) {
    if (error instanceof ProtocolViolation) return { chat, refused: error };
    throw error;
  }
}

describe('the budget of an answer', () => {
  it.each<[keyof typeof budget, object[]]>([
    ['events', times(budget.events, () => unknown)],
    ['items', times(budget.items + 1, at => said(`m${at}`)).flat()],
    ['items', times(budget.items + 1, at => result(`m${at}`))],
    [
      'items',
      [
        {
          type: 'MESSAGES_SNAPSHOT',
          messages: times(budget.items + 1, at => ({ id: `${at}`, role: 'user', content: '' })),
        },
      ],
    ],
    ['open', times(budget.open + 1, at => start(`m${at}`))],
    [
      'lanes',
      times(budget.lanes + 1, at => ({
        type: 'TEXT_MESSAGE_CHUNK',
        messageId: `m${at}`,
        delta: 'x',
        subagentRunId: `s${at}`,
      })),
    ],
    ['subagents', times(budget.subagents + 1, at => subagent(`s${at}`))],
    [
      'interrupts',
      [
        {
          ...finished,
          outcome: {
            type: 'interrupt',
            interrupts: times(budget.interrupts + 1, at => ({ id: `i${at}`, reason: 'r' })),
          },
        },
      ],
    ],
    [
      'parts',
      times(budget.parts + 1, at => ({
        type: 'TOOL_CALL_START',
        toolCallId: `c${at}`,
        toolCallName: 'n',
        parentMessageId: 'p',
      })),
    ],
    [
      'metadata',
      [start('m'), ...times(budget.metadata + 2, at => say('m', { metadata: { [`k${at}`]: 1 } }))],
    ],
    ['fields', [{ ...start('m'), ...keys(budget.fields, () => 1) }]],
    ['depth', [{ type: 'CUSTOM', name: 'n', value: nested(budget.depth) }]],
    [
      'depth',
      [
        snapshot({ a: nested(60), b: nested(60) }),
        delta({ op: 'move', from: '/b', path: `/a${'/in'.repeat(50)}` }),
      ],
    ],
    ['operations', [delta(...times(budget.operations + 1, at => add(`/k${at}`, 1)))]],
    ['state', [snapshot('x'.repeat(budget.state))]],
    [
      'state',
      [snapshot({}), ...times(3, at => delta(add(`/k${at}`, 'x'.repeat(budget.state / 2))))],
    ],
    [
      'state',
      [
        snapshot({ a: ['x'.repeat(1_000)] }),
        ...times(11, at =>
          delta(copy('/a', `/b${at}`), add('/c', []), copy(`/b${at}`, '/c/-'), copy('/c', '/a/-')),
        ),
      ],
    ],
    ['activities', times(9, at => activity(`a${at}`, { text: 'x'.repeat(budget.activities / 8) }))],
    [
      'eventWork',
      [
        ...times(2_000, at => said(`m${at}`)).flat(),
        {
          type: 'MESSAGES_SNAPSHOT',
          messages: times(2_000, () => ({ role: 'held', id: 'm1999', from: 'm0' })),
        },
      ],
    ],
    [
      'eventWork',
      [
        snapshot({ wide: keys(40_000, () => 1) }),
        delta(
          ...times(10, () => [
            { op: 'move', from: '/wide', path: '/w' },
            { op: 'move', from: '/w', path: '/wide' },
          ]).flat(),
        ),
      ],
    ],
    [
      'work',
      [
        snapshot(keys(20_000, () => 1)),
        ...times(200, () => delta({ op: 'test', path: '', value: {} })),
      ],
    ],
  ])('has a limit of %s, which the sentence names', (limit, events) => {
    const { chat, refused } = fold(events);
    expect(refused?.reason).toBe('over-budget');
    expect(refused?.message).toContain(budget[limit].toLocaleString('en'));
    // What has come stands, and the run can be ended.
    const error = { type: 'RUN_ERROR', message: refused?.message };
    expect(applyEvent(chat, error).run?.state).toBe('failed');
    const stopped = cancelled(chat, run).reduce<Chat>((so, event) => applyEvent(so, event), chat);
    expect(stopped.run?.state).toBe('cancelled');
  });

  it('refuses a patch that copies a value into itself, which doubles it each time', () => {
    const { refused } = fold([delta(...times(28, at => copy('', `/k${at}`)))]);
    expect(refused).toMatchObject({ reason: 'over-budget' });
  });

  it('gives back what is taken away again', () => {
    const big = 'x'.repeat(budget.state / 2);
    const { refused, chat } = fold([
      snapshot({}),
      ...times(10, () => [delta(add('/big', big)), delta({ op: 'remove', path: '/big' })]).flat(),
      ...times(10, () => delta(add('/big', big))),
      ...times(10, at => activity('a', { text: 'x'.repeat(budget.activities / 2 + at) })),
    ]);
    expect(refused).toBeUndefined();
    expect(chat.state).toEqual({ big });
  });

  it('keeps the first warnings, short, and counts the others', () => {
    const { chat } = fold(times(500, at => ({ type: `${at} ${'x'.repeat(10_000)}` })));
    expect(chat.warnings).toHaveLength(budget.warnings);
    expect(chat.moreWarnings).toBe(500 - budget.warnings);
    expect(chat.warnings[0]).toContain('unknown type 0 x');
    for (const warning of chat.warnings) expect(warning.length).toBeLessThan(600);
  });

  it('says in a few words what an id of megabytes did wrong', () => {
    const { refused } = fold([end('x'.repeat(1_000_000))]);
    expect(refused?.reason).toBe('not-open');
    expect(refused?.message.length).toBeLessThan(600);
  });
});
