import type { AgentEvent } from '@private-ai/plugin-private-ai-common';
import { frame } from '../sse/frame';

/** Characters of what is written already that stay in memory; who is further behind reads the database. */
const kept = 256 * 1024;
/** Characters that one reader is handed at once. */
const piece = 64 * 1024;

/**
 * The newest events of a run, each written once as the frame that every reader gets. Readers come for them, at their own
 * pace: none has a copy of its own.
 */
export class Feed {
  /** Number of the first event that is held. */
  #first = 1;
  #frames: string[] = [];
  /** Characters that are held. */
  #held = 0;
  #saved = 0;
  #ended = false;
  #waiting: (() => void)[] = [];

  get last(): number {
    return this.#first + this.#frames.length - 1;
  }

  /** Characters of the newest. */
  get newestLength(): number {
    return this.#frames.at(-1)?.length ?? 0;
  }

  /** @returns the event's number; numbers begin with 1 and leave no gap */
  push(event: AgentEvent): number {
    const seq = this.last + 1;
    const text = frame({ id: seq, json: JSON.stringify(event) });
    this.#frames.push(text);
    this.#held += text.length;
    this.#wake();
    return seq;
  }

  /** What is in the database up to this number need not all be held. */
  saved(seq: number): void {
    this.#saved = seq;
    if (this.#held < 2 * kept) return;
    let drop = 0;
    while (this.#held > kept && this.#first + drop <= this.#saved) {
      this.#held -= this.#frames[drop].length;
      drop += 1;
    }
    this.#frames = this.#frames.slice(drop);
    this.#first += drop;
  }

  /** Nothing more will come. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  get ended(): boolean {
    return this.#ended;
  }

  /**
   * What follows the event `after`: whole frames, not too many at once, and the number of the last of them.
   * @returns `behind` where it begins before what is held, undefined where there is nothing yet
   */
  after(after: number): { seq: number; frames: string } | 'behind' | undefined {
    if (after + 1 < this.#first) return 'behind';
    let at = after + 1 - this.#first;
    const parts: string[] = [];
    for (let length = 0; at < this.#frames.length && length < piece; at++) {
      parts.push(this.#frames[at]);
      length += this.#frames[at].length;
    }
    if (parts.length === 0) return undefined;
    return { seq: this.#first + at - 1, frames: parts.join('') };
  }

  /** Resolves when there is more, when nothing more will come, or when the signal aborts. */
  more(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#ended) return Promise.resolve();
    return new Promise(done => {
      const over = () => {
        signal.removeEventListener('abort', over);
        done();
      };
      signal.addEventListener('abort', over);
      this.#waiting.push(over);
    });
  }

  /** In a turn of its own: what arrived together goes out together. */
  #wake(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    setImmediate(() => waiting.forEach(wake => wake()));
  }
}
