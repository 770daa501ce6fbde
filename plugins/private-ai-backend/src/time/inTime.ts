import { ServiceUnavailableError } from '@backstage/errors';

/**
 * Asks for somebody who waits, and not for longer than that; the question itself may not heed its signal.
 * @throws ServiceUnavailableError that names who gave no answer in time; else what the question throws
 */
export async function inTime<T>(
  whom: string,
  milliseconds: number,
  question: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.timeout(milliseconds);
  const tooLate = () =>
    new ServiceUnavailableError(
      `${whom} did not answer within ${milliseconds / 1000} seconds. Try again; should it last, ask the platform team.`,
    );
  let end = () => {};
  const late = new Promise<never>((_, fail) => {
    end = () => fail(tooLate());
  });
  signal.addEventListener('abort', end);
  try {
    // One that throws at once leaves nobody who would hear of the end.
    return await Promise.race([late, Promise.resolve(signal).then(question)]);
  } catch (error) {
    throw signal.aborted ? tooLate() : error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}
