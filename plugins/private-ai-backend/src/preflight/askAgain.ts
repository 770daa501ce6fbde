import { backoffMs, isTransient } from '../time/backoff';
import type { Clock } from '../time/clock';

const tries = 4;
/** What Azure asks to wait longer for is an answer, too: it says so itself. */
const longestWaitMs = 60_000;

/** Asks again, a few times, where the failure passes by itself. @throws the last failure */
export async function askAgain<T>(
  ask: () => Promise<T>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || attempt === tries || !isTransient(error)) throw error;
      const wait = backoffMs(attempt, clock.random(), error.retryAfterSeconds);
      if (wait > longestWaitMs) throw error;
      await clock.sleep(wait, signal);
    }
  }
}
