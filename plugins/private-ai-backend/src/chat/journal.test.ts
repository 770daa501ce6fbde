import { joined, missing, type Entry } from './journal';

const delta = (seq: number, messageId: string, said: string): Entry => ({
  firstSeq: seq,
  seq,
  event: { type: 'TEXT_MESSAGE_CONTENT', messageId, delta: said },
});

describe('the journal', () => {
  it('joins deltas and cuts them again anywhere', () => {
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

  it('joins no more than a reader may well have in memory', () => {
    const rows = joined(
      Array.from({ length: 1000 }, (_, at) => delta(at + 1, 'a', 'x'.repeat(1000))),
    );
    const lengths = rows.map(({ event }) => String(event.delta).length);
    expect(Math.max(...lengths)).toBeLessThan(70_000);
    expect(lengths.reduce((sum, length) => sum + length)).toBe(1_000_000);
    expect(rows).toHaveLength(16);
  });
});
