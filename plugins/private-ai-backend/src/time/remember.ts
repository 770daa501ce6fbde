/**
 * Remembers answers for a while, so that a page of viewers costs one question: the portal is one user to Azure Monitor,
 * whose limits count per user. Who asks while the answer is under way waits for it; a failure is not remembered.
 *
 * @param milliseconds - how long
 * @returns the answer; one that was asked for before `since`, by `now`, is asked for anew
 */
export function remember<T>(milliseconds: number, now: () => number = Date.now) {
  const answers = new Map<string, { asked: number; until: number; answer: Promise<T> }>();
  return (key: string, ask: () => Promise<T>, since = -Infinity): Promise<T> => {
    for (const [old, { until }] of answers) if (until <= now()) answers.delete(old);
    const known = answers.get(key);
    if (known && known.asked >= since) return known.answer;
    const entry = { asked: now(), until: Infinity, answer: ask() };
    answers.set(key, entry);
    entry.answer.then(
      () => {
        entry.until = now() + milliseconds;
      },
      () => answers.get(key) === entry && answers.delete(key),
    );
    return entry.answer;
  };
}
