import type { Clock } from '../time/clock';

/** A client library's poller of a long-running operation, one request at a time. */
export interface Poller<Result> {
  isDone(): boolean;
  /** Asks once. Answers the seconds that Azure asks to wait before the next time. */
  poll(signal: AbortSignal): Promise<number | undefined>;
  /** To go on with it in another process. */
  token(): Promise<string>;
  result(): Result;
}

const firstMs = 200;
const longestMs = 10_000;
/** Of the time that the operation has taken so far: so much later than necessary its end is seen. */
const share = 0.02;
/** What is added to the share when no reads are left, so that polling leaves them to others. */
const shareWhenShort = 0.3;
/** Polls that fail one after another before the caller hears of it. */
const failuresAllowed = 8;
/** How short reads may be where they are spent on seeing an end sooner than Azure asks to come back. */
const plentiful = 0.5;

/** Milliseconds to the next poll, where Azure asks for none. `short`: how short reads are, from 0 to 1. */
export function pollAfterMs(elapsedMs: number, short: number): number {
  const own = elapsedMs * (share + shareWhenShort * short ** 2);
  const first = firstMs * (1 + 9 * short ** 2);
  return Math.min(longestMs, Math.max(first, own));
}

/**
 * Waits for the end of a long-running operation. A poll that fails in passing does not lose it.
 * @throws what the last poll threw, or the operation's own failure; AbortError within a second of the signal
 */
export async function untilDone<Result>(
  started: Poller<Result>,
  options: {
    signal: AbortSignal;
    clock: Clock;
    /** From the answer that started it. */
    askedSeconds?: number;
    readsShort(): number;
    restore(token: string): Poller<Result>;
    /** What a failed poll asks to wait, in seconds; undefined where it is no failure of the poll alone. */
    passing(error: unknown): number | undefined;
    /**
     * Looks at the resource itself: what it came to, once it is ready; undefined too where it could not be seen. Asked
     * while Azure wants to be left alone about the operation.
     */
    look?(signal: AbortSignal): Promise<Result | undefined>;
  },
): Promise<Result> {
  const { signal, clock, passing, restore, readsShort, look } = options;
  const since = clock.now();
  const nextMs = () => pollAfterMs(clock.now() - since, readsShort());
  let poller = started;
  let asked = options.askedSeconds;
  let failures = 0;
  while (!poller.isDone()) {
    const due = clock.now() + 1000 * (asked ?? 0);
    while (look && failures === 0 && due - clock.now() > nextMs() && readsShort() < plentiful) {
      await clock.sleep(nextMs(), signal);
      // An answer that hangs must not keep the poll.
      const limit = AbortSignal.timeout(Math.ceil(Math.max(1000, due - clock.now())));
      const ready = await look(AbortSignal.any([signal, limit]));
      signal.throwIfAborted();
      if (ready !== undefined) return ready;
    }
    await clock.sleep(Math.max(due - clock.now(), nextMs()), signal);
    const token = await poller.token();
    try {
      asked = await poller.poll(signal);
      failures = 0;
    } catch (error) {
      const wait = signal.aborted ? undefined : passing(error);
      failures += 1;
      if (wait === undefined || failures > failuresAllowed) throw error;
      asked = Math.max(wait, Math.min(10, 0.25 * 2 ** failures));
      // The library's poller stays failed for ever after one failed poll: the token is from before it.
      poller = restore(token);
    }
  }
  return poller.result();
}
