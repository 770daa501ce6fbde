/** Reads a second of all answers together, and how many of them may come at one moment. */
const usual = { perSecond: 1000, burst: 100 };
/** Milliseconds between two looks at who may read again. */
const tick = 10;

/**
 * When an answer is read again. A read costs about the same whatever it brings, so with many answers at once each is read
 * less often and brings more: the process keeps up, and nobody waits who need not.
 */
export class ReadTurns {
  readonly #rate: typeof usual;
  readonly #now: () => number;
  #left: number;
  #filled: number;
  #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(rate = usual, now = () => performance.now()) {
    this.#rate = rate;
    this.#now = now;
    this.#left = rate.burst;
    this.#filled = now();
  }

  /** @returns what resolves when it is this reader's turn, in the order of asking; undefined where it is now */
  next(): Promise<void> | undefined {
    this.#fill();
    if (this.#waiting.length === 0 && this.#left >= 1) {
      this.#left -= 1;
      return undefined;
    }
    this.#timer ??= setTimeout(() => this.#turn(), tick);
    return new Promise(done => void this.#waiting.push(done));
  }

  #turn(): void {
    this.#timer = undefined;
    this.#fill();
    const ready = this.#waiting.splice(0, Math.floor(this.#left));
    this.#left -= ready.length;
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#turn(), tick);
    for (const done of ready) done();
  }

  #fill(): void {
    const { perSecond, burst } = this.#rate;
    const now = this.#now();
    this.#left = Math.min(burst, this.#left + ((now - this.#filled) * perSecond) / 1000);
    this.#filled = now;
  }
}
