import { ClusterError } from './client.ts';

const longestRetry = 30_000;

/** Keys to be brought in order: each by one worker at a time, again when it fails, once for many changes in a row. */
export class WorkQueue {
  readonly #work: (key: string) => Promise<void>;
  readonly #log: (message: string) => void;
  readonly #timers = new Map<string, { timer: NodeJS.Timeout; due: number }>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  readonly #failures = new Map<string, number>();
  #stopped = false;

  constructor(work: (key: string) => Promise<void>, log: (message: string) => void) {
    this.#work = work;
    this.#log = log;
  }

  /** Asks for a key's turn after `delay` milliseconds; the earliest ask counts. */
  add(key: string, delay = 0): void {
    if (this.#stopped) return;
    const due = Date.now() + delay;
    const waiting = this.#timers.get(key);
    if (waiting && waiting.due <= due) return;
    clearTimeout(waiting?.timer);
    this.#timers.set(key, { due, timer: setTimeout(() => this.#run(key), delay) });
  }

  /** Begins nothing more; resolves when what runs has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    await Promise.all(this.#running.values());
  }

  #run(key: string): void {
    this.#timers.delete(key);
    if (this.#running.has(key)) {
      this.#again.add(key);
      return;
    }
    const turn = this.#work(key).then(
      () => void this.#failures.delete(key),
      (error: Error) => this.#retry(key, error),
    );
    this.#running.set(
      key,
      turn.finally(() => {
        this.#running.delete(key);
        if (this.#again.delete(key)) this.add(key);
      }),
    );
  }

  #retry(key: string, error: Error): void {
    const failures = (this.#failures.get(key) ?? 0) + 1;
    this.#failures.set(key, failures);
    // Somebody else wrote first: an ordinary part of optimistic concurrency, no news.
    const expected = error instanceof ClusterError && [404, 409].includes(error.status);
    if (!this.#stopped && (!expected || failures > 5))
      this.#log(`controllers: ${key}, trying again: ${error.message}`);
    this.add(key, Math.min(longestRetry, 100 * 2 ** failures));
  }
}
