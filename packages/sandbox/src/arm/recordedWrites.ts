import { randomUUID } from 'node:crypto';
import type { Collection } from '../state/collection.ts';
import type { Store } from '../state/store.ts';

/** A PUT body as it arrived, kept for the tests that hold it against Microsoft's published shapes. */
export interface RecordedWrite {
  id: string;
  type: string;
  apiVersion: string;
  body: unknown;
}

const kept = 500;

/** Every PUT body received; the newest 500. */
export class RecordedWrites {
  readonly #writes: Collection<RecordedWrite>;
  readonly #keys: string[];

  constructor(store: Store) {
    this.#writes = store.collection('arm-writes');
    this.#keys = this.#writes.list().map(([key]) => key);
  }

  /** Oldest first. */
  list(): RecordedWrite[] {
    return this.#writes.list().map(([, write]) => write);
  }

  note(write: RecordedWrite): void {
    const key = `${Date.now().toString().padStart(15, '0')}-${randomUUID()}`;
    this.#writes.put(key, write);
    this.#keys.push(key);
    for (const old of this.#keys.splice(0, this.#keys.length - kept)) this.#writes.delete(old);
  }
}
