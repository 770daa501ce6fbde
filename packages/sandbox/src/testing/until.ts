import { setTimeout as sleep } from 'node:timers/promises';

/** Seconds; a last resort, for what will never come: no test's verdict is to hang on how fast the machine is. */
const longest = 180;

/** Asks until there is an answer. @throws with `what` when there never was */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (const deadline = performance.now() + longest * 1000; ; await sleep(50)) {
    const found = await ask();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`Not within ${longest} s: ${what}`);
  }
}
