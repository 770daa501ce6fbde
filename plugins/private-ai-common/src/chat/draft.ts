import { stepsOf } from './account';
import { Impossible } from './pointer';

/** One change of a JSON document; each has another one that takes it back. */
export interface Edit {
  /** `set` an entry, or the whole; `insert` an item before another; `delete` an entry. */
  does: 'set' | 'insert' | 'delete';
  keys: readonly string[];
  value?: unknown;
  /** Characters that the document becomes longer by. */
  grows: number;
}

/** Told how many entries are copied. */
export type Pay = (steps: number) => void;

type Holder = unknown[] | Record<string, unknown>;

/**
 * A JSON document under change. What it was made of, and what it has shown, is never touched: a list or an object that is
 * written to for the first time since is copied, and written to in place from then on.
 */
export class Draft {
  size: number;
  #root: unknown;
  /** Copies that nobody else has seen. */
  #own = new Set<object>();

  constructor(root: unknown, size: number) {
    this.#root = root;
    this.size = size;
  }

  /** The document as it is now, for everybody. */
  show(): unknown {
    this.#own = new Set();
    return this.#root;
  }

  /** @throws Impossible where nothing is there */
  at(keys: readonly string[]): unknown {
    return keys.reduce(entryOf, this.#root);
  }

  /**
   * @returns what takes it back
   * @throws Impossible, and then nothing has changed
   */
  edit({ does, keys, value, grows }: Edit, pay: Pay): Edit {
    const back = (undo: Pick<Edit, 'does' | 'value'>): Edit => ({ ...undo, keys, grows: -grows });
    const key = keys.at(-1);
    if (key === undefined) {
      const before = this.#root;
      this.#root = value;
      this.size += grows;
      return back({ does: 'set', value: before });
    }
    const holder = this.#ownHolder(keys, pay);
    if (does !== 'set' && Array.isArray(holder)) pay(stepsOf(holder));
    this.size += grows;
    if (Array.isArray(holder)) {
      const index = Number(key);
      if (does === 'insert') {
        holder.splice(index, 0, value);
        return back({ does: 'delete' });
      }
      const before = holder[index];
      if (does === 'delete') {
        holder.splice(index, 1);
        return back({ does: 'insert', value: before });
      }
      holder[index] = value;
      return back({ does: 'set', value: before });
    }
    const had = Object.hasOwn(holder, key);
    const before = holder[key];
    if (does === 'delete') delete holder[key];
    else holder[key] = value;
    return back(had ? { does: 'set', value: before } : { does: 'delete' });
  }

  /** The list or object that holds what the last key names; it and all above it are the draft's own. */
  #ownHolder(keys: readonly string[], pay: Pay): Holder {
    let holder = this.#owned(this.#root, pay);
    this.#root = holder;
    for (const key of keys.slice(0, -1)) {
      const inner = this.#owned(entryOf(holder, key), pay);
      holder[key as never] = inner as never;
      holder = inner;
    }
    return holder;
  }

  #owned(value: unknown, pay: Pay): Holder {
    if (!isHolder(value)) throw new Impossible('A value lies where a list or an object should.');
    if (this.#own.has(value)) return value;
    pay(stepsOf(value));
    const copy = Array.isArray(value) ? value.slice() : { ...value };
    this.#own.add(copy);
    return copy;
  }
}

export function isHolder(value: unknown): value is Holder {
  return typeof value === 'object' && value !== null;
}

/** The item that a key of a pointer names in a list; undefined where it is no number as RFC 6901 writes them. */
export const indexOf = (key: string) => (/^(0|[1-9]\d*)$/.test(key) ? Number(key) : undefined);

/** Only what is there itself: nothing that every object or list inherits. */
function entryOf(holder: unknown, key: string): unknown {
  if (Array.isArray(holder)) {
    const index = indexOf(key);
    if (index !== undefined && index < holder.length) return holder[index];
  } else if (isHolder(holder) && key !== '__proto__' && Object.hasOwn(holder, key)) {
    return holder[key as never];
  }
  throw new Impossible(`There is no ${key}.`);
}
