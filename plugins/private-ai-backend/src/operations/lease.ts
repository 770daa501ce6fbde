import { randomUUID } from 'node:crypto';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { Operation, OperationKind } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { databaseNow } from '../database/database';
import { isoNow, operationOf, type OperationRow } from './row';

/** One claim of one operation. Its `holder` is new with every claim, so a stale worker can write nothing. */
export interface Lease {
  holder: string;
  operation: Operation;
  /** By `performance.now()`, before the database was asked for it: its time counts from there at the latest. */
  taken: number;
  /** How often it was taken from a replica that had not given it back, this time included. */
  takeovers: number;
}

/** An operation that a worker may take. */
export interface Claimable {
  id: string;
  /** Who asked for it. */
  by: string;
  /** 1 for the oldest of those that this person waits for. */
  turn: number;
}

/** How it ended. */
export type End =
  | { state: 'succeeded'; outputs: object }
  | { state: 'failed' | 'cancelled'; error: NonNullable<Operation['error']> };

/** An operation that has come to an end. */
export type EndedOperation = Omit<Operation, 'state'> & { state: End['state'] };

/** The worker's side of the table: a lease keeps an operation to one replica for as long as it is renewed. */
export class Leases {
  readonly #knex: Knex;
  readonly #leaseMs: number;
  readonly #writing: readonly OperationKind[];
  readonly #known: readonly OperationKind[];

  /**
   * @param options.writing - kinds that change something: one at a time for each entity
   * @param options.known - kinds that this portal has work for: while it is rolled out, a newer one may have more
   */
  constructor(
    knex: Knex,
    options: {
      leaseMs: number;
      writing: readonly OperationKind[];
      known: readonly OperationKind[];
    },
  ) {
    this.#knex = knex;
    this.#leaseMs = options.leaseMs;
    this.#writing = options.writing;
    this.#known = options.known;
  }

  /**
   * What nobody works on: queued, or left behind by a replica that died. Everybody's oldest comes before anybody's second.
   * What waits for another of its entity is left out.
   */
  async claimable(limit: number): Promise<Claimable[]> {
    const free = this.#knex<OperationRow>('operations')
      .select('id', 'requested_by', 'created_at')
      .rowNumber('turn', order => order.partitionBy('requested_by').orderBy('created_at'))
      .whereIn('kind', [...this.#known])
      .where(where => this.#free(where))
      .where(where =>
        where.whereNotIn('kind', [...this.#writing]).orWhereNotExists(this.#before(this.#knex)),
      );
    const rows = await this.#knex
      .select('*')
      .from(free.as('free'))
      .orderBy([{ column: 'turn' }, { column: 'created_at' }])
      .limit(limit);
    // PostgreSQL gives a row's number as text.
    return rows.map(({ id, requested_by: by, turn }) => ({ id, by, turn: +turn }));
  }

  /** Another of the same entity that leads, or that has waited longer to. */
  #before(knex: Knex) {
    return knex('operations as other')
      .select('other.id')
      .whereRaw('other.entity_ref = operations.entity_ref')
      .whereRaw('other.id <> operations.id')
      .where(where =>
        where.whereNotNull('other.leads').orWhere(queued =>
          queued
            .where('other.state', 'queued')
            .whereIn('other.kind', [...this.#writing])
            .whereNull('operations.leads')
            .where(older =>
              older
                .whereRaw('other.created_at < operations.created_at')
                .orWhere(twin =>
                  twin
                    .whereRaw('other.created_at = operations.created_at')
                    .whereRaw('other.id < operations.id'),
                ),
            ),
        ),
      );
  }

  /** Undefined when another was faster, or another operation leads for the entity. */
  async claim(id: string): Promise<Lease | undefined> {
    const row = await this.#knex<OperationRow>('operations').where({ id }).first();
    if (!row) return undefined;
    const holder = randomUUID();
    const now = isoNow();
    const asked = performance.now();
    try {
      const claimed = await this.#knex('operations')
        .where({ id })
        .where(where => this.#free(where))
        .update({
          state: 'running',
          // Whoever gives a lease back leaves no holder. It counts before the work begins: what kills, kills without a word.
          takeovers: this.#knex.raw(
            'case when lease_holder is null then takeovers else takeovers + 1 end',
          ),
          lease_holder: holder,
          lease_until: this.#until(),
          // Unique: the database lets only one lead.
          leads: this.#writing.includes(row.kind) ? row.entity_ref : null,
          started_at: row.started_at ?? now,
          updated_at: now,
        });
      if (claimed === 0) return undefined;
    } catch (error) {
      if (isDatabaseConflictError(error)) return undefined;
      throw error;
    }
    const taken = await this.#knex<OperationRow>('operations').where({ id }).first();
    return (
      taken && {
        holder,
        operation: operationOf(taken),
        taken: asked,
        takeovers: taken.takeovers,
      }
    );
  }

  /** The leases that still stand, by holder, and whether somebody asked to cancel the operation. */
  async look(leases: readonly Lease[]): Promise<Map<string, boolean>> {
    const rows = await this.#knex<OperationRow>('operations')
      .select('lease_holder', 'cancel_requested')
      .whereIn(
        'id',
        leases.map(({ operation }) => operation.id),
      );
    return new Map(
      rows.flatMap(row =>
        row.lease_holder ? [[row.lease_holder, Boolean(row.cancel_requested)]] : [],
      ),
    );
  }

  /** Those that another replica has taken meanwhile stay as they are. */
  async renew(leases: readonly Lease[]): Promise<void> {
    await this.#knex('operations')
      .where({ state: 'running' })
      .whereIn(
        'lease_holder',
        leases.map(({ holder }) => holder),
      )
      .update({ lease_until: this.#until() });
  }

  /** Lets another replica go on at once. */
  async release({ holder, operation }: Lease): Promise<void> {
    await this.#knex('operations')
      .where({ id: operation.id, lease_holder: holder, state: 'running' })
      .update({ lease_until: 0, lease_holder: null });
  }

  /** Writes the end; false when the lease was lost meanwhile, then another replica will write it. */
  async end({ holder, operation }: Lease, end: End): Promise<boolean> {
    const now = isoNow();
    const ended = await this.#knex('operations')
      .where({ id: operation.id, lease_holder: holder, state: 'running' })
      .update({
        state: end.state,
        outputs: end.state === 'succeeded' ? JSON.stringify(end.outputs) : null,
        error: end.state === 'succeeded' ? null : JSON.stringify(end.error),
        lease_holder: null,
        lease_until: null,
        leads: null,
        ended_at: now,
        updated_at: now,
      });
    return ended > 0;
  }

  #free(where: Knex.QueryBuilder) {
    where
      .where({ state: 'queued' })
      .orWhere(running =>
        running
          .where({ state: 'running' })
          .where('lease_until', '<', databaseNow(this.#knex) as unknown as number),
      );
  }

  #until() {
    return this.#knex.raw('? + ?', [databaseNow(this.#knex), this.#leaseMs]);
  }
}
