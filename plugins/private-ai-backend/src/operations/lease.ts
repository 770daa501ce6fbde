import { randomUUID } from 'node:crypto';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { Operation, OperationKind } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { databaseNow } from './database';
import { isoNow, operationOf, type OperationRow } from './row';

/** Those that change something: one at a time for each entity. */
const writing: ReadonlySet<OperationKind> = new Set(['provision', 'build', 'deploy']);

/** One claim of one operation. Its `holder` is new with every claim, so a stale worker can write nothing. */
export interface Lease {
  holder: string;
  operation: Operation;
}

/** How it ended. */
export type End =
  | { state: 'succeeded'; outputs: object }
  | { state: 'failed' | 'cancelled'; error: NonNullable<Operation['error']> };

/** The worker's side of the table: a lease keeps an operation to one replica for as long as it is renewed. */
export class Leases {
  readonly #knex: Knex;
  readonly #leaseMs: number;

  constructor(knex: Knex, leaseMs: number) {
    this.#knex = knex;
    this.#leaseMs = leaseMs;
  }

  /**
   * Ids of what nobody works on, oldest first: queued, or left behind by a replica that died. What waits for another of
   * its entity is left out: however many wait there, everybody else's come up.
   */
  async claimable(limit: number): Promise<string[]> {
    const rows = await this.#knex<OperationRow>('operations')
      .select('id')
      .where(where => this.#free(where))
      .where(where =>
        where
          .whereNotIn('kind', [...writing])
          .orWhereNotExists(
            this.#knex('operations as other')
              .select('other.id')
              .whereRaw('other.leads = operations.entity_ref')
              .whereRaw('other.id <> operations.id'),
          ),
      )
      .orderBy('created_at')
      .limit(limit);
    return rows.map(({ id }) => id);
  }

  /** Undefined when another was faster, or another operation leads for the entity. */
  async claim(id: string): Promise<Lease | undefined> {
    const row = await this.#knex<OperationRow>('operations').where({ id }).first();
    if (!row) return undefined;
    const holder = randomUUID();
    const now = isoNow();
    try {
      const claimed = await this.#knex('operations')
        .where({ id })
        .where(where => this.#free(where))
        .update({
          state: 'running',
          lease_holder: holder,
          lease_until: this.#until(),
          // Unique: the database lets only one lead.
          leads: writing.has(row.kind) ? row.entity_ref : null,
          started_at: row.started_at ?? now,
          updated_at: now,
        });
      if (claimed === 0) return undefined;
    } catch (error) {
      if (isDatabaseConflictError(error)) return undefined;
      throw error;
    }
    const taken = await this.#knex<OperationRow>('operations').where({ id }).first();
    return taken && { holder, operation: operationOf(taken) };
  }

  /** Whether the lease still stands, and whether somebody asked to cancel. */
  async look({ holder, operation }: Lease): Promise<{ held: boolean; cancelRequested: boolean }> {
    const row = await this.#knex<OperationRow>('operations')
      .select('lease_holder', 'cancel_requested')
      .where({ id: operation.id })
      .first();
    return {
      held: row?.lease_holder === holder,
      cancelRequested: Boolean(row?.cancel_requested),
    };
  }

  /** False when another replica has it. */
  async renew({ holder, operation }: Lease): Promise<boolean> {
    const renewed = await this.#knex('operations')
      .where({ id: operation.id, lease_holder: holder, state: 'running' })
      .update({ lease_until: this.#until() });
    return renewed > 0;
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
