import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { OperationKind } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import type { LandingZone } from '../config';
import { Leases, type Lease } from './lease';
import { runOperation } from './runOperation';
import type { Work } from './work';

/** The work of each kind. */
export type Works = { [K in OperationKind]: Work<K> };

export interface WorkerOptions {
  knex: Knex;
  zones: LandingZone[];
  works: Works;
  logger: LoggerService;
  /** At once; most of an operation is waiting for Azure. */
  concurrency?: number;
  /** How often it looks for new operations, and at a running one for cancellation. */
  pollMs?: number;
  /** After that long without renewal another replica goes on. */
  leaseMs?: number;
}

/** Takes operations from the table and runs them; every replica has one. */
export class OperationWorker {
  readonly #options: Required<WorkerOptions>;
  readonly #leases: Leases;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: WorkerOptions) {
    const { concurrency = 10, pollMs = 500, leaseMs = 6_000 } = options;
    this.#options = { ...options, concurrency, pollMs, leaseMs };
    this.#leases = new Leases(this.#options.knex, this.#options.leaseMs);
  }

  start(): void {
    this.poke();
  }

  /** Looks now rather than at the next turn. */
  poke(): void {
    if (this.#stopping.signal.aborted || this.#looking) return;
    clearTimeout(this.#timer);
    this.#looking = this.#look()
      .catch(error => this.#options.logger.warn(`Operations could not be looked for: ${error}`))
      .finally(() => {
        this.#looking = undefined;
        if (!this.#stopping.signal.aborted) {
          this.#timer = setTimeout(() => this.poke(), this.#options.pollMs);
        }
      });
  }

  /** Stops what runs and gives its leases back, so that another replica goes on at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.allSettled(this.#running.values());
  }

  async #look(): Promise<void> {
    const { concurrency } = this.#options;
    if (this.#running.size >= concurrency) return;
    // More than there is room for: some may wait for another operation of their entity.
    for (const id of await this.#leases.claimable(concurrency * 5)) {
      if (this.#running.size >= concurrency || this.#stopping.signal.aborted) return;
      const lease = this.#running.has(id) ? undefined : await this.#leases.claim(id);
      if (lease) this.#run(lease);
    }
  }

  #run(lease: Lease): void {
    const { knex, zones, works, logger, pollMs, leaseMs } = this.#options;
    const { operation } = lease;
    const running = runOperation(lease, {
      knex,
      leases: this.#leases,
      logger,
      pollMs,
      leaseMs,
      stopping: this.#stopping.signal,
      work: context => {
        const zone = zones.find(({ name }) => name === operation.landingZone);
        if (!zone) {
          throw new NotFoundError(
            `The landing zone ${operation.landingZone} is no longer in the portal's configuration (privateAi.landingZones).`,
          );
        }
        return (works[operation.kind] as Work).run({ ...context, zone });
      },
    })
      .catch(error => logger.error(`The operation ${operation.id} could not be kept: ${error}`))
      .finally(() => {
        this.#running.delete(operation.id);
        // The next one of the same entity may be waiting.
        this.poke();
      });
    this.#running.set(operation.id, running);
  }
}
