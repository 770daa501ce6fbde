import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Lease, Leases } from './lease';

/** Why work has to stop. */
export type Stop = 'cancelled' | 'lost';

/**
 * Renews a worker's leases at a third of their time and looks for cancellation in between: all of them in one query, so
 * that a hundred operations ask the database no more often than one.
 */
export class LeaseWatch {
  readonly #deps: { leases: Leases; logger: LoggerService; pollMs: number; leaseMs: number };
  readonly #watched = new Map<string, { lease: Lease; renewed: number; stop(why: Stop): void }>();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(deps: { leases: Leases; logger: LoggerService; pollMs: number; leaseMs: number }) {
    this.#deps = deps;
  }

  /** Watches one until the returned function is called; `stop` may be called more than once. */
  watch(lease: Lease, stop: (why: Stop) => void): () => void {
    this.#watched.set(lease.holder, { lease, renewed: lease.taken, stop });
    this.#timer ??= setTimeout(() => this.#turn(), this.#deps.pollMs);
    return () => {
      this.#watched.delete(lease.holder);
    };
  }

  /** A database that does not answer keeps no lease alive: time runs out beside the look. */
  #turn(): void {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    for (const { lease, renewed, stop } of [...this.#watched.values()]) {
      if (performance.now() - renewed >= this.#deps.leaseMs) this.#stop(lease, stop, 'lost');
    }
    this.#timer =
      this.#watched.size > 0 ? setTimeout(() => this.#turn(), this.#deps.pollMs) : undefined;
  }

  async #look(): Promise<void> {
    const { leases, logger, leaseMs } = this.#deps;
    const watched = [...this.#watched.values()];
    const asked = performance.now();
    try {
      const seen = await leases.look(watched.map(({ lease }) => lease));
      for (const { lease, stop } of watched) {
        const cancelRequested = seen.get(lease.holder);
        if (cancelRequested === undefined) this.#stop(lease, stop, 'lost');
        else if (cancelRequested) stop('cancelled');
      }
      const due = watched.filter(
        ({ lease, renewed }) => seen.has(lease.holder) && asked - renewed >= leaseMs / 3,
      );
      if (due.length > 0) await leases.renew(due.map(({ lease }) => lease));
      for (const one of due) one.renewed = asked;
    } catch (error) {
      logger.warn(`The leases of ${watched.length} operations could not be renewed: ${error}`);
    }
  }

  /** Not for one that has ended meanwhile: its lease is gone because it gave it back. */
  #stop({ holder }: Lease, stop: (why: Stop) => void, why: Stop): void {
    if (this.#watched.has(holder)) stop(why);
  }
}
