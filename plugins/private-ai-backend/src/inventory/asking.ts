import { inTime } from '../time/inTime';

/** Milliseconds that one system may take to answer. */
const patience = 8000;

/** What one system said, or why it said nothing, as a sentence. */
type Answered<T> = { answer: T } | { failure: string; error: Error };

/** Asks one system among several; what it does not answer, or not in time, is no error here: the rest still stands. */
export async function answered<T>(
  whom: string,
  question: (signal: AbortSignal) => Promise<T>,
  timeout = patience,
): Promise<Answered<T>> {
  try {
    return { answer: await inTime(whom, timeout, question) };
  } catch (error) {
    return { failure: (error as Error).message, error: error as Error };
  }
}

/** The same where a failure becomes a sentence in `problems`. */
export async function asking<T>(
  whom: string,
  problems: string[],
  question: (signal: AbortSignal) => Promise<T>,
  timeout = patience,
): Promise<T | undefined> {
  const result = await answered(whom, question, timeout);
  if ('answer' in result) return result.answer;
  if (!problems.includes(result.failure)) problems.push(result.failure);
  return undefined;
}
