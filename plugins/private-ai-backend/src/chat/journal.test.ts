import { joined, missing, type Entry } from './journal';

describe('the journal', () => {
  it('joins deltas and cuts them again anywhere', () => {
    const delta = (seq: number, messageId: string, said: string): Entry => ({
      firstSeq: seq,
      seq,
      event: { type: 'TEXT_MESSAGE_CONTENT', messageId, delta: said },
    });
    const rows = joined([
      delta(1, 'a', 'A'),
      delta(2, 'a', 'BB'),
      delta(3, 'b', 'C'),
      delta(4, 'b', ''),
    ]);
    expect(rows.map(({ firstSeq, seq }) => [firstSeq, seq])).toEqual([
      [1, 2],
      [3, 4],
    ]);
    const rest = (after: number) =>
      rows.flatMap(row => missing(row, after)?.event.delta ?? []).join('|');
    expect([0, 1, 2, 3, 4].map(rest)).toEqual(['ABB|C', 'BB|C', 'C', '', '']);
  });
});
