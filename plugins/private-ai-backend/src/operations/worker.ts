import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { OperationKind } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import type { LandingZone } from '../config/landingZone';
import { zoneNamed } from '../config/zones';
import { Leases, type Claimable, type EndedOperation, type Lease } from './lease';
import { LeaseWatch } from './leaseWatch';
import { runOperation } from './runOperation';
import { sayWhoWaits } from './waiting';
import { writingKinds, type Work, type Works } from './work';

export interface WorkerOptions {
  knex: Knex;
  zones: LandingZone[];
  works: Works;
  logger: LoggerService;
  /** At once, 100 when left out: most of an operation is waiting for Azure. */
  concurrency?: number;
  /** How often it looks for new operations, and at a running one for cancellation. */
  pollMs?: number;
  /** After that long without renewal another replica goes on. */
  leaseMs?: number;
  /** Told of each operation that ended in this replica; nothing waits for it. */
  ended?(operation: EndedOperation): Promise<void>;
}

/** Takes operations from the table and runs them; every replica has one. */
export class OperationWorker {
  readonly #options: Required<Omit<WorkerOptions, 'ended'>> & Pick<WorkerOptions, 'ended'>;
  readonly #writing: readonly OperationKind[];
  readonly #leases: Leases;
  readonly #watch: LeaseWatch;
  readonly #running = new Map<string, { by: string; done: Promise<void> }>();
  /** Whose operation was taken when, for those who wait. */
  readonly #served = new Map<string, number>();
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(options: WorkerOptions) {
    const { concurrency = 100, pollMs = 500, leaseMs = 6_000 } = options;
    this.#options = { ...options, concurrency, pollMs, leaseMs };
    this.#writing = writingKinds(options.works);
    const known = Object.keys(options.works) as OperationKind[];
    this.#leases = new Leases(this.#options.knex, { leaseMs, writing: this.#writing, known });
    this.#watch = new LeaseWatch({ leases: this.#leases, logger: options.logger, pollMs, leaseMs });
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
    await Promise.allSettled([...this.#running.values()].map(({ done }) => done));
  }

  async #look(): Promise<void> {
    const { concurrency, knex } = this.#options;
    await sayWhoWaits(knex, this.#writing);
    const room = concurrency - this.#running.size;
    if (room <= 0) return;
    // More than there is room for: another replica may take some of them first.
    const claimable = await this.#leases.claimable(room + 100);
    for (const { id, by } of this.#inTurn(claimable)) {
      if (this.#running.size >= concurrency || this.#stopping.signal.aborted) return;
      if (this.#running.has(id)) continue;
      const lease = await this.#leases.claim(id);
      if (!lease) continue;
      this.#served.set(by, performance.now());
      this.#run(lease);
    }
  }

  /**
   * Who has least going on comes first, then who was served longest ago: one's hundred do not keep another's one waiting.
   */
  #inTurn(claimable: readonly Claimable[]): Claimable[] {
    const waiting = new Set(claimable.map(({ by }) => by));
    for (const by of this.#served.keys()) if (!waiting.has(by)) this.#served.delete(by);
    const running = [...this.#running.values()];
    return claimable
      .map((one, index) => ({
        one,
        index,
        turn: one.turn + running.filter(({ by }) => by === one.by).length,
        served: this.#served.get(one.by) ?? 0,
      }))
      .sort((a, b) => a.turn - b.turn || a.served - b.served || a.index - b.index)
      .map(({ one }) => one);
  }

  #run(lease: Lease): void {
    const { knex, zones, works, logger } = this.#options;
    const { operation } = lease;
    const done = runOperation(lease, {
      knex,
      leases: this.#leases,
      logger,
      watch: this.#watch,
      stopping: this.#stopping.signal,
      writes: works[operation.kind].writes,
      work: context => {
        const zone = zoneNamed(zones, operation.landingZone);
        if (!zone) {
          throw new NotFoundError(
            `The landing zone ${operation.landingZone} is no longer in the portal's configuration (privateAi.landingZones).`,
          );
        }
        return (works[operation.kind] as Work).run({ ...context, zone });
      },
    })
      .then(ended => {
        if (ended) void this.#options.ended?.(ended);
      })
      .catch(error => logger.error(`The operation ${operation.id} could not be kept: ${error}`))
      .finally(() => {
        this.#running.delete(operation.id);
        // The next one of the same entity may be waiting.
        this.poke();
      });
    this.#running.set(operation.id, { by: operation.requestedBy, done });
  }
}
