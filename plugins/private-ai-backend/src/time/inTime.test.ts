import { inTime } from './inTime';

describe('asking in time', () => {
  it('names who does not answer, whether or not the question heeds its end', async () => {
    const deaf = inTime('The cluster of Korea', 20, () => new Promise(() => {}));
    const heeding = inTime(
      'The cluster of Korea',
      20,
      signal =>
        new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason))),
    );
    for (const asked of [deaf, heeding]) {
      await expect(asked).rejects.toMatchObject({
        name: 'ServiceUnavailableError',
        message: expect.stringMatching(/^The cluster of Korea did not answer within .* seconds\. /),
      });
    }
  });

  it('passes on what is answered, and what is refused', async () => {
    expect(await inTime('It', 60_000, async () => 'an answer')).toBe('an answer');
    const refused = inTime('It', 60_000, async () => {
      throw new RangeError('No.');
    });
    await expect(refused).rejects.toThrow(RangeError);
  });

  it('leaves nothing behind of a question that was over before', async () => {
    const unheard: unknown[] = [];
    const hear = (error: unknown) => void unheard.push(error);
    process.on('unhandledRejection', hear);
    const thrown = inTime('It', 20, () => {
      throw new RangeError('At once.');
    });
    await expect(thrown).rejects.toThrow(RangeError);
    await new Promise(done => setTimeout(done, 60));
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });
});
