import type { Problem } from '../app/problem';
import { isRefusal, type System } from '../outages/away';

/** Something to ask of Azure or the cluster, and what its answer means. */
export interface Question {
  /** In words, after “about”. */
  about: string;
  /** Left out: Azure. */
  whom?: string;
  system?: System;
  ask(): Promise<Problem[]>;
}

/** A system that was asked in vain, and what was said. */
export interface Unasked {
  system: System;
  said: string;
}

/** What an answer means; or that a system gave none, or does not let the portal ask. */
export type Found = Problem & { away?: Unasked; refused?: Unasked };

/**
 * Asks all at once; the sentences in the questions' order, each once. What could not be asked is a sentence, too.
 * @throws the reason of `signal` when that is an abort of who asks, and not the end of its patience
 */
export async function answersTo(
  questions: readonly Question[],
  signal: AbortSignal,
): Promise<Found[]> {
  const answers = await Promise.all(questions.map(question => answerTo(question, signal)));
  const seen = new Set<string>();
  return answers.flat().filter(({ message }) => !seen.has(message) && seen.add(message));
}

/**
 * What would refuse is asked once more before it does: it may have been remembered, and Azure itself may have shown what was before
 * the last write.
 * @param remembered - the same questions as `anew`, as far as answers are remembered
 * @param pause - until Azure shows what was just written
 */
export const askedAnew = (
  remembered: readonly Question[],
  anew: readonly Question[],
  pause: () => Promise<void>,
): Question[] =>
  remembered.map(({ ask, ...question }, index) => ({
    ...question,
    async ask() {
      if ((await ask()).length === 0) return [];
      await pause();
      return anew[index].ask();
    },
  }));

async function answerTo(
  { about, whom = 'Azure', system = 'azure', ask }: Question,
  signal: AbortSignal,
): Promise<Found[]> {
  try {
    return await beforeAbort(ask(), signal);
  } catch (error) {
    const { name, message } = error as Error;
    if (signal.aborted && (signal.reason as Error).name !== 'TimeoutError') throw error;
    const why = name === 'TimeoutError' || name === 'AbortError' ? 'no answer in time.' : message;
    const sentence = `The portal could not ask ${whom} about ${about}: ${why}`;
    const unasked = { system, said: sentence };
    return [
      { message: sentence, ...(isRefusal(error) ? { refused: unasked } : { away: unasked }) },
    ];
  }
}

/** The answer is shared with others: it is not stopped when one of them leaves. */
function beforeAbort<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const left = () => reject(signal.reason);
    if (signal.aborted) left();
    signal.addEventListener('abort', left, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', left));
  });
}
