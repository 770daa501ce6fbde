import type { Knex } from 'knex';
import { isEnded, type OperationRow } from './row';

interface Waiter {
  id: string;
  after: number;
  done(): void;
}

/** Tells who follows operations when there is something new: one query for all of them, however many follow. */
export class OperationNews {
  readonly #knex: Knex;
  readonly #pollMs: number;
  readonly #waiters = new Set<Waiter>();
  #timer: NodeJS.Timeout | undefined;

  constructor(knex: Knex, pollMs = 400) {
    this.#knex = knex;
    this.#pollMs = pollMs;
  }

  /** Until an operation has a line after `after`, or has ended, or the signal aborts. */
  async wait(id: string, after: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>(resolve => {
      const waiter: Waiter = {
        id,
        after,
        done: () => {
          this.#waiters.delete(waiter);
          signal.removeEventListener('abort', waiter.done);
          resolve();
        },
      };
      signal.addEventListener('abort', waiter.done, { once: true });
      this.#waiters.add(waiter);
      this.#timer ??= setTimeout(() => this.#turn(), this.#pollMs);
    });
  }

  #turn(): void {
    void this.#look()
      // Who follows asks for itself then, and gets to know why.
      .catch(() => this.#waiters.forEach(({ done }) => done()))
      .finally(() => {
        this.#timer =
          this.#waiters.size > 0 ? setTimeout(() => this.#turn(), this.#pollMs) : undefined;
      });
  }

  async #look(): Promise<void> {
    const waiters = [...this.#waiters];
    if (waiters.length === 0) return;
    const rows = await this.#knex<OperationRow>('operations')
      .select('id', 'state')
      .select({
        last: this.#knex('operation_log').max('seq').whereRaw('operation_id = operations.id'),
      })
      .whereIn('id', [...new Set(waiters.map(({ id }) => id))]);
    const found = new Map(rows.map(row => [row.id, row]));
    for (const { id, after, done } of waiters) {
      const row = found.get(id);
      if (!row || isEnded(row.state) || Number(row.last ?? 0) > after) done();
    }
  }
}
