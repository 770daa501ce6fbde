/** What leads from a newer version back to the one that holds it. */
interface Step<K, V> {
  newer: PersistentMap<K, V>;
  key: K;
  /** Absent: the older version does not have the key. */
  entry?: { value: V };
}

/**
 * A map that never changes; each change makes another one. All versions share one table: the version that was read last
 * holds it, every other one knows the step that leads back to it (H. Baker, "Shallow Binding Makes Functional Arrays
 * Fast", 1991). Going on from the newest version costs the change alone, however large the map is; an older version that
 * is read again walks back, step by step. The order of its keys is nobody's promise.
 */
export class PersistentMap<K, V> {
  #table?: Map<K, V>;
  #step?: Step<K, V>;

  private constructor(table: Map<K, V>) {
    this.#table = table;
  }

  static of<Key, Value>(entries: Iterable<readonly [Key, Value]> = []): PersistentMap<Key, Value> {
    return new PersistentMap(new Map(entries));
  }

  get size(): number {
    return this.#held().size;
  }

  has(key: K): boolean {
    return this.#held().has(key);
  }

  get(key: K): V | undefined {
    return this.#held().get(key);
  }

  entries(): [K, V][] {
    return [...this.#held()];
  }

  with(key: K, value: V): PersistentMap<K, V> {
    const table = this.#held();
    // Nothing to share: whoever begins with the same empty map must not fight over one table.
    if (table.size === 0) return new PersistentMap(new Map([[key, value]]));
    const newer = new PersistentMap(table);
    this.#lendTo(newer, key);
    table.set(key, value);
    return newer;
  }

  without(key: K): PersistentMap<K, V> {
    const table = this.#held();
    if (!table.has(key)) return this;
    const newer = new PersistentMap(table);
    this.#lendTo(newer, key);
    table.delete(key);
    return newer;
  }

  /** Before `key` changes in the table, which `newer` is to hold from now on. */
  #lendTo(newer: PersistentMap<K, V>, key: K): void {
    const table = this.#table!;
    this.#step = { newer, key, ...(table.has(key) && { entry: { value: table.get(key)! } }) };
    this.#table = undefined;
  }

  /** The table, as it is in this version. */
  #held(): Map<K, V> {
    if (this.#table) return this.#table;
    const way: PersistentMap<K, V>[] = [this];
    for (let next = this.#step!.newer; !next.#table; next = next.#step!.newer) way.push(next);
    for (const older of way.reverse()) {
      const { newer, key, entry } = older.#step!;
      const table = newer.#table!;
      newer.#lendTo(older, key);
      if (entry) table.set(key, entry.value);
      else table.delete(key);
      older.#table = table;
      older.#step = undefined;
    }
    return this.#table!;
  }
}
