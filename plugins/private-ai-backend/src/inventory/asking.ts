/** Milliseconds that one system may take to answer. */
const patience = 8000;

/**
 * Asks one system among several: what it does not answer, or not in time, becomes a sentence in `problems`, and the
 * rest still stands.
 */
export async function asking<T>(
  whom: string,
  problems: string[],
  question: (signal: AbortSignal) => Promise<T>,
  timeout = patience,
): Promise<T | undefined> {
  const signal = AbortSignal.timeout(timeout);
  const late = new Promise<never>((_, fail) =>
    signal.addEventListener('abort', () =>
      fail(new Error(`${whom} did not answer within ${timeout / 1000} seconds.`)),
    ),
  );
  try {
    // The question itself may not heed the signal: what stands is that somebody waits for the page.
    return await Promise.race([question(signal), late]);
  } catch (error) {
    const { message } = error as Error;
    const sentence = signal.aborted
      ? `${whom} did not answer within ${timeout / 1000} seconds.`
      : message;
    if (!problems.includes(sentence)) problems.push(sentence);
    return undefined;
  }
}
