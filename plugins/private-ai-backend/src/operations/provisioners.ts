import { ConflictError } from '@backstage/errors';
import type { OperationKind } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import type { OperationRow } from './row';

/** What has an application provisioned, alone or on the way to a running one. */
export const provisioning: readonly OperationKind[] = ['provision', 'make'];

/** The checkpoint of a provisioning that has begun to write. */
export const WRITES = 'writes';

/**
 * Who had an entity provisioned, as far as it has not been retired since. A wish that is under way counts; one that failed or
 * was cancelled before it wrote anything holds no name.
 */
export async function provisionersOf(entityRef: string, knex: Knex): Promise<string[]> {
  const rows = await knex<OperationRow>('operations')
    .distinct('requested_by')
    .where({ entity_ref: entityRef })
    .whereIn('kind', provisioning)
    .where(where =>
      where
        .whereIn('state', ['queued', 'running', 'succeeded'])
        .orWhereExists(
          knex('operation_checkpoints')
            .select('key')
            .where({ key: WRITES })
            .whereRaw('operation_id = operations.id'),
        ),
    )
    .whereNotExists(
      knex('operations as later')
        .select('later.id')
        .where({ 'later.kind': 'retire', 'later.state': 'succeeded' })
        .whereRaw('later.entity_ref = operations.entity_ref')
        .whereRaw('later.landing_zone = operations.landing_zone')
        .whereRaw('later.created_at > operations.created_at'),
    );
  return rows.map(row => row.requested_by);
}

/**
 * Of two who want the same new name at the same moment, the second is told so. Holds until the transaction ends.
 * @throws ConflictError
 */
export async function requireAlone(
  { entityRef, requestedBy }: { entityRef: string; requestedBy: string },
  transaction: Knex.Transaction,
): Promise<void> {
  // SQLite has one connection, which the transaction holds.
  if (transaction.client.config.client === 'pg')
    await transaction.raw('select pg_advisory_xact_lock(hashtext(?))', [entityRef]);
  const makers = await provisionersOf(entityRef, transaction);
  const other = makers.find(maker => maker !== requestedBy);
  if (other === undefined) return;
  throw new ConflictError(
    `${other} has begun to provision ${entityRef} a moment ago: choose another name, or work on it together once the catalog knows it.`,
  );
}
