import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds; a last resort, for what will never come: no test's verdict is to hang on how fast the machine is. */
const longest = 180_000;

/**
 * Asks again until the answer is good.
 * @throws with `what` and the last answer, when it never was
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  good: (answer: T) => unknown = Boolean,
): Promise<T> {
  for (const end = performance.now() + longest; ;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (performance.now() > end)
      throw new Error(`${what}: not within ${longest / 1000} s, still ${shown(answer)}`);
    await delay(30);
  }
}

const shown = (answer: unknown) => String(JSON.stringify(answer)).slice(0, 400);
