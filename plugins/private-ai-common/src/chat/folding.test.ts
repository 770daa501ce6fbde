import type { Message } from '@ag-ui/core';
import { applyEvent, initialChat, runInput, type Chat } from '.';

const run = { threadId: 't', runId: 'r' };
const started = { type: 'RUN_STARTED', ...run };
const finished = { type: 'RUN_FINISHED', ...run };
const unknown = { type: 'SOMETHING_NEW' };
const times = <T>(count: number, each: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => each(at));

const start = (messageId: string) => ({ type: 'TEXT_MESSAGE_START', messageId });
const said = (messageId: string) => [start(messageId), { type: 'TEXT_MESSAGE_END', messageId }];
const say = (messageId: string) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta: 'x' });
const result = (messageId: string) => ({
  type: 'TOOL_CALL_RESULT',
  messageId,
  toolCallId: 'c',
  content: 'x',
});
const activity = (messageId: string) => ({
  type: 'ACTIVITY_SNAPSHOT',
  activityType: 'x',
  messageId,
  content: {},
});
const fold = (chat: Chat, events: object[]) =>
  events.reduce((so: Chat, event) => applyEvent(so, event), chat);

/** The quickest of many short rounds, in turns: what else this machine does in between does not count. */
function quickest(one: () => void, other: () => void): [number, number] {
  const took = (work: () => void) => {
    const since = performance.now();
    work();
    return performance.now() - since;
  };
  const rounds = times(15, () => [took(one), took(other)]);
  return [Math.min(...rounds.map(([a]) => a)), Math.min(...rounds.map(([, b]) => b))];
}

describe('folding', () => {
  it.each<[string, object[], object[]]>([
    ['what it does not know', times(40_000, () => unknown), times(400, () => unknown)],
    [
      'messages that open and close',
      times(8_000, at => said(`m${at}`)).flat(),
      times(200, at => said(`n${at}`)).flat(),
    ],
    ['results', times(8_000, at => result(`m${at}`)), times(400, at => result(`n${at}`))],
    ['activities', times(8_000, at => activity(`m${at}`)), times(400, at => activity(`n${at}`))],
    [
      'deltas to the first message',
      times(8_000, at => said(`m${at}`)).flat(),
      [start('m0'), ...times(400, () => say('m0'))],
    ],
    [
      'runs',
      times(8_000, at => said(`m${at}`)).flat(),
      [finished, ...times(200, () => [started, finished]).flat()],
    ],
  ])('%s costs the same after many as at the beginning', (_, before, events) => {
    const few = fold(initialChat(), [started]);
    const many = fold(few, before);
    const [early, late] = quickest(
      () => fold(few, events),
      () => fold(many, events),
    );
    // Where each walks over those before, or copies them, it is twenty-five times as much, and more.
    expect(late / early).toBeLessThan(12);
  });

  it('finds what changes, and leaves what was told before alone', () => {
    const before = fold(initialChat(), [started, ...times(100, at => said(`m${at}`)).flat()]);
    const after = fold(before, [start('m7'), say('m7')]);
    expect(after.messages).toBe(after.messages);
    expect(after.messages[8]).toBe(before.messages[8]);
    expect(before.messages[7]).toMatchObject({ content: '' });
    expect(after.messages[7]).toMatchObject({ content: 'x' });
  });

  it('puts results behind their calls in one walk', () => {
    const call = (id: string) => ({
      id,
      type: 'function' as const,
      function: { name: 'n', arguments: '' },
    });
    const talk = (count: number): Message[] => [
      ...times(count, at => ({
        id: `a${at}`,
        role: 'assistant' as const,
        toolCalls: [call(`c${at}`)],
      })),
      ...times(count, at => ({
        id: `r${at}`,
        role: 'tool' as const,
        toolCallId: `c${at}`,
        content: '',
      })),
    ];
    const input = (messages: Message[]) => runInput({ ...run, messages }).messages;
    expect(input(talk(2)).map(({ id }) => id)).toEqual(['a0', 'r0', 'a1', 'r1']);
    const [some, many] = [talk(500), talk(8_000)];
    const [few, all] = quickest(
      () => times(16, () => input(some)),
      () => input(many),
    );
    // As many messages each time.
    expect(all / few).toBeLessThan(4);
  });
});
