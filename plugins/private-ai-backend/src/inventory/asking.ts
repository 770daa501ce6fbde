import { patience } from '../outages/outages';
import { inTime } from '../time/inTime';

/** Asks one system among several; a failure becomes a sentence in `problems`, and is no error here: the rest still stands. */
export async function asking<T>(
  whom: string,
  problems: string[],
  question: (signal: AbortSignal) => Promise<T>,
  timeout = patience,
): Promise<T | undefined> {
  try {
    return await inTime(whom, timeout, question);
  } catch (error) {
    const { message } = error as Error;
    if (!problems.includes(message)) problems.push(message);
    return undefined;
  }
}
