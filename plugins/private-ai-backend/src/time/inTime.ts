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
  const late = new Promise<never>((_, fail) =>
    signal.addEventListener('abort', () => fail(tooLate()), { once: true }),
  );
  try {
    return await Promise.race([question(signal), late]);
  } catch (error) {
    throw signal.aborted ? tooLate() : error;
  }
}
