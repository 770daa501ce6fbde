import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Collection } from './collection.ts';
import { keptInMemory } from './memory.ts';

/** The sandbox's memory: one SQLite file in the state folder. */
export class Store {
  readonly #database: Database.Database;

  /** `folder` is made when missing; `:memory:` keeps nothing. */
  constructor(folder: string) {
    if (folder !== ':memory:') mkdirSync(folder, { recursive: true });
    this.#database = new Database(folder === ':memory:' ? folder : join(folder, 'state.sqlite'));
    this.#database.pragma('journal_mode = WAL');
    this.#database.pragma('synchronous = NORMAL');
    this.#database.exec(
      'create table if not exists entry (collection text, key text, value text not null, primary key (collection, key)) without rowid',
    );
  }

  /**
   * `inMemory`: read once, then answered from memory, with values that are frozen. For what every call looks through;
   * one handle to it, and no transactions over it.
   */
  collection<T>(name: string, { inMemory = false } = {}): Collection<T> {
    const get = this.#database.prepare<[string, string], { value: string }>(
      'select value from entry where collection = ? and key = ?',
    );
    const put = this.#database.prepare(
      'insert into entry values (?, ?, ?) on conflict do update set value = excluded.value',
    );
    const remove = this.#database.prepare('delete from entry where collection = ? and key = ?');
    const list = this.#database.prepare<[string, string, string], { key: string; value: string }>(
      'select key, value from entry where collection = ? and key >= ? and key < ? order by key',
    );
    const stored: Collection<T> = {
      get: key => {
        const row = get.get(name, key);
        return row && (JSON.parse(row.value) as T);
      },
      put: (key, value) => void put.run(name, key, JSON.stringify(value)),
      delete: key => remove.run(name, key).changes > 0,
      list: (prefix = '') =>
        list
          .all(name, prefix, `${prefix}\u{10ffff}`)
          .map(row => [row.key, JSON.parse(row.value) as T]),
    };
    return inMemory ? keptInMemory(stored) : stored;
  }

  /** Runs `work` as one transaction: all of its writes or none. */
  transaction<R>(work: () => R): R {
    return this.#database.transaction(work)();
  }

  close(): void {
    this.#database.close();
  }
}
