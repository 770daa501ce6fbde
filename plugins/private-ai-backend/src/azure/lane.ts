import type { Clock } from '../time/clock';
import { refilled, reported, shortage, taken, throttled, waitMs } from './bucket';
import type { Bucket, Rate } from './bucket';

/** A queue before one bucket: who asked first goes first. */
export class Lane {
  readonly #rate: Rate;
  readonly #clock: Clock;
  #bucket: Bucket;
  #queue: (() => void)[] = [];
  #draining = false;
  /** Ends the wait of the head when nobody waits any more. */
  #pause = new AbortController();

  constructor(rate: Rate, clock: Clock, bucket: Bucket) {
    this.#rate = rate;
    this.#clock = clock;
    this.#bucket = bucket;
  }

  /** Resolves when it is the caller's turn. @throws AbortError */
  turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', gone);
        resolve();
      };
      const gone = () => {
        this.#queue = this.#queue.filter(one => one !== go);
        if (this.#queue.length === 0) this.#pause.abort();
        reject(new DOMException('Aborted while it waited for its turn.', 'AbortError'));
      };
      if (signal?.aborted) return gone();
      signal?.addEventListener('abort', gone);
      this.#queue.push(go);
      return void this.#drain();
    });
  }

  reported(remaining: number): void {
    const now = refilled(this.#bucket, this.#rate, this.#clock.now());
    this.#bucket = reported(now, this.#rate, remaining);
  }

  throttled(waitsMs: number): void {
    this.#bucket = throttled(this.#bucket, this.#rate, this.#clock.now(), waitsMs);
  }

  shortage(): number {
    if (this.#queue.length > 0) return 1;
    return shortage(this.#bucket, this.#rate, this.#clock.now());
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    while (this.#queue.length > 0) {
      const now = this.#clock.now();
      const wait = waitMs(this.#bucket, this.#rate, now);
      if (wait > 0) {
        this.#pause = new AbortController();
        await this.#clock.sleep(wait, this.#pause.signal).catch(() => {});
      } else {
        this.#bucket = taken(this.#bucket, this.#rate, now);
        this.#queue.shift()!();
      }
    }
    this.#draining = false;
  }
}
