/** Gives up a place in a lane. */
export type Leave = () => void;

/** Work that may not go on side by side, e.g. on the model deployments of one account. First come, first served. */
export class Lanes {
  readonly #ends = new Map<string, Promise<void>>();

  /**
   * Waits for one's turn; `onWait` is called where somebody is before.
   * @throws AbortError when the signal aborts; the place is given up then
   */
  async enter(lane: string, signal: AbortSignal, onWait: () => void): Promise<Leave> {
    signal.throwIfAborted();
    const before = this.#ends.get(lane);
    let leave: Leave = () => {};
    const end = Promise.all([before, new Promise<void>(resolve => (leave = resolve))]).then(() => {
      if (this.#ends.get(lane) === end) this.#ends.delete(lane);
    });
    this.#ends.set(lane, end);
    if (!before) return leave;
    onWait();
    try {
      await orAborted(before, signal);
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }
}

function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    void work.then(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}
