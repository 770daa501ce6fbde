import { ReadTurns } from './readTurns';

describe('the turns in which answers are read', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('are given at once while few ask, and then in the order of asking, so many a second', async () => {
    const turns = new ReadTurns({ perSecond: 100, burst: 2 }, () => Date.now());
    expect([turns.next(), turns.next()]).toEqual([undefined, undefined]);
    const read: string[] = [];
    for (const name of ['a', 'b', 'c']) void turns.next()!.then(() => read.push(name));
    await jest.advanceTimersByTimeAsync(10);
    expect(read).toEqual(['a']);
    // Who comes now comes after those who wait.
    void turns.next()!.then(() => read.push('d'));
    await jest.advanceTimersByTimeAsync(20);
    expect(read).toEqual(['a', 'b', 'c']);
    await jest.advanceTimersByTimeAsync(1000);
    expect(read).toEqual(['a', 'b', 'c', 'd']);
    // What nobody took is not kept beyond the burst.
    expect([turns.next(), turns.next()]).toEqual([undefined, undefined]);
    expect(turns.next()).toBeInstanceOf(Promise);
  });
});
