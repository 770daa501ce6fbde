import type { Clock } from '../time/clock';

/** For tests: time that passes as soon as everybody sleeps. */
export class VirtualClock implements Clock {
  #now = 0;
  #sleepers: { until: number; wake(): void }[] = [];

  now() {
    return this.#now;
  }

  random() {
    return 1;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { until: this.#now + milliseconds, wake: () => done(resolve) };
      const aborted = () => done(() => reject(signal.reason));
      const done = (then: () => void) => {
        this.#sleepers = this.#sleepers.filter(one => one !== sleeper);
        signal.removeEventListener('abort', aborted);
        then();
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', aborted);
      this.#sleepers.push(sleeper);
    });
  }

  /**
   * Lets time pass until the work has ended, one way or the other.
   * @param isBusy - while it says so, time stands still: something real is on the way, however long this machine takes for it
   */
  async pass<T>(work: Promise<T>, isBusy = () => false): Promise<T> {
    let ended = false;
    work.then(
      () => (ended = true),
      () => (ended = true),
    );
    for (;;) {
      await new Promise(setImmediate);
      if (ended) return work;
      const [next] = this.#sleepers.toSorted((a, b) => a.until - b.until);
      if (!next || isBusy()) continue;
      this.#now = Math.max(this.#now, next.until);
      next.wake();
    }
  }
}
