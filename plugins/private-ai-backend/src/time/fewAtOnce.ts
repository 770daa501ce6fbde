/**
 * Lets only so many go on at once; who came first goes first. Each request that is on the way has a connection of its own,
 * and a hundred applications would open a thousand at the same moment.
 */
export class FewAtOnce {
  #going = 0;
  #queue: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** @throws AbortError when the signal aborts before its turn */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#going < this.most) this.#going += 1;
    else await this.#place(signal);
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      // The place goes over to who is next.
      if (next) next();
      else this.#going -= 1;
    }
  }

  #place(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal?.removeEventListener('abort', gone);
        resolve();
      };
      const gone = () => {
        this.#queue = this.#queue.filter(one => one !== go);
        reject(new DOMException('Aborted while it waited for its turn.', 'AbortError'));
      };
      if (signal?.aborted) return gone();
      signal?.addEventListener('abort', gone, { once: true });
      return void this.#queue.push(go);
    });
  }
}
