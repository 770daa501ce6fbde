import type { Clock } from '../time/clock';
import { refilled, reported, shortage, taken, throttled, waitMs } from './bucket';
import type { Bucket, Rate } from './bucket';

/** Who waits before one bucket. */
interface Waiting {
  operations: (() => void)[];
  pages: (() => void)[];
}

/** Operations that go one after another while a page waits: pages get a fifth at least. */
const operationsAPage = 4;
/** Part of what may go at once that pages leave to the operations that may come. */
const keptForOperations = 0.5;

/**
 * Two queues before one bucket: operations go before pages, and in each who asked first goes first. Pages that a browser asks for
 * without end take neither an operation's turn nor what it may spend at once.
 */
export class Lane {
  readonly #rate: Rate;
  readonly #clock: Clock;
  #bucket: Bucket;
  #waiting: Waiting = { operations: [], pages: [] };
  /** Operations that went since a page did, or came. */
  #before = 0;
  #draining = false;
  /** Ends the wait of the head when another has its turn, or nobody waits any more. */
  #pause = new AbortController();

  constructor(rate: Rate, clock: Clock, bucket: Bucket) {
    this.#rate = rate;
    this.#clock = clock;
    this.#bucket = bucket;
  }

  /** Resolves when it is the caller's turn. @throws AbortError */
  turn(who: keyof Waiting, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', gone);
        resolve();
      };
      const gone = () => {
        this.#waiting[who] = this.#waiting[who].filter(one => one !== go);
        if (this.#isEmpty()) this.#pause.abort();
        reject(new DOMException('Aborted while it waited for its turn.', 'AbortError'));
      };
      if (signal?.aborted) return gone();
      signal?.addEventListener('abort', gone);
      this.#waiting[who].push(go);
      // Pages may be waiting for more than an operation needs.
      if (who === 'operations') this.#pause.abort();
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
    if (!this.#isEmpty()) return 1;
    return shortage(this.#bucket, this.#rate, this.#clock.now());
  }

  #isEmpty(): boolean {
    const { operations, pages } = this.#waiting;
    return operations.length === 0 && pages.length === 0;
  }

  /** Whose turn it is, and how much that leaves to others. */
  #next(): { who: keyof Waiting; leaves: number } {
    const { operations, pages } = this.#waiting;
    if (operations.length === 0)
      return { who: 'pages', leaves: this.#rate.size * keptForOperations };
    const isPages = pages.length > 0 && this.#before >= operationsAPage;
    return { who: isPages ? 'pages' : 'operations', leaves: 0 };
  }

  #go(who: keyof Waiting): void {
    this.#before = who === 'pages' || this.#waiting.pages.length === 0 ? 0 : this.#before + 1;
    this.#waiting[who].shift()!();
  }

  async #drain(): Promise<void> {
    if (this.#draining) return;
    this.#draining = true;
    while (!this.#isEmpty()) {
      const now = this.#clock.now();
      const { who, leaves } = this.#next();
      const wait = waitMs(this.#bucket, this.#rate, now, leaves);
      if (wait > 0) {
        this.#pause = new AbortController();
        await this.#clock.sleep(wait, this.#pause.signal).catch(() => {});
      } else {
        this.#bucket = taken(this.#bucket, this.#rate, now);
        this.#go(who);
      }
    }
    this.#draining = false;
  }
}
