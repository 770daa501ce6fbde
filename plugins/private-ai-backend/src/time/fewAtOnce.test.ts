import { FewAtOnce } from './fewAtOnce';

describe('few at once', () => {
  it('lets the next go when one has ended, well or not, and forgets who has gone', async () => {
    const few = new FewAtOnce(2);
    const begun: string[] = [];
    const ends = new Map<string, (error?: Error) => void>();
    const work = (name: string, signal?: AbortSignal) =>
      few
        .run(() => {
          begun.push(name);
          return new Promise<void>((resolve, reject) =>
            ends.set(name, error => (error ? reject(error) : resolve())),
          );
        }, signal)
        .catch((error: Error) => error.name);
    const gone = new AbortController();
    const all = [work('a'), work('b'), work('c', gone.signal), work('d'), work('e')];
    expect(begun).toEqual(['a', 'b']);
    gone.abort();
    expect(await all[2]).toBe('AbortError');
    ends.get('a')!(new Error('It failed.'));
    await all[0];
    expect(begun).toEqual(['a', 'b', 'd']);
    ends.get('b')!();
    ends.get('d')!();
    await all[3];
    expect(begun).toEqual(['a', 'b', 'd', 'e']);
    ends.get('e')!();
    await Promise.all(all);
    expect(await few.run(async () => 'again')).toBe('again');
  });
});
