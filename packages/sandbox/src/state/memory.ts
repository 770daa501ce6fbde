import type { Collection } from './collection.ts';

/** The same collection, read once and then answered from memory; what changes is written through. Values are frozen. */
export function keptInMemory<T>(stored: Collection<T>): Collection<T> {
  const values = new Map<string, T>();
  const keys: string[] = [];
  for (const [key, value] of stored.list()) {
    values.set(key, frozen(value));
    keys.push(key);
  }
  keys.sort();

  /** Where a key is or would be. */
  function place(key: string): number {
    let [from, to] = [0, keys.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (keys[middle] < key) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  return {
    get: key => values.get(key),
    put(key, value) {
      stored.put(key, value);
      if (!values.has(key)) keys.splice(place(key), 0, key);
      // As it would be read back: without what is undefined, and nobody else's object.
      values.set(key, frozen(JSON.parse(JSON.stringify(value)) as T));
    },
    delete(key) {
      if (values.delete(key)) keys.splice(place(key), 1);
      return stored.delete(key);
    },
    list(prefix = '') {
      const found: [string, T][] = [];
      for (let at = place(prefix); keys[at]?.startsWith(prefix); at += 1)
        found.push([keys[at], values.get(keys[at]) as T]);
      return found;
    },
  };
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}
