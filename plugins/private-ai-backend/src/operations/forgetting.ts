import type { OperationKind, OperationState } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { jsonField } from '../database/database';
import { provisioning, WRITES } from './provisioners';
import type { OperationRow } from './row';

/** Operations that are looked at by one transaction. */
const atOnce = 50;

const ended: OperationState[] = ['succeeded', 'failed', 'cancelled'];

/**
 * Deletes the log of some of the operations that ended before.
 * @param before - ISO 8601
 * @returns how many lines; none are left when it is 0
 */
export async function deleteOldLines(knex: Knex, before: string): Promise<number> {
  const operations = knex<OperationRow>('operations')
    .select('id')
    .whereIn('state', ended)
    .where('ended_at', '<', before)
    .whereExists(
      knex('operation_log').select('seq').whereRaw('operation_log.operation_id = operations.id'),
    )
    .limit(atOnce);
  return knex('operation_log').whereIn('operation_id', operations).delete();
}

/**
 * Deletes some of the operations that ended before, with log and checkpoints, as far as nothing rests on them any more.
 * @param before - ISO 8601
 * @returns how many; none are left when it is 0
 */
export async function deleteOldOperations(knex: Knex, before: string): Promise<number> {
  return knex.transaction(async trx => {
    // Who resumes one at this moment waits, or is waited for.
    const ids: string[] = await trx('operations as old')
      .whereIn('old.state', ended)
      .where('old.ended_at', '<', before)
      .where(where => decidingNothing(where, trx))
      .orderBy('old.created_at')
      .limit(atOnce)
      .forUpdate()
      .pluck('old.id');
    await trx('operations').whereIn('id', ids).delete();
    await trx('operation_log').whereIn('operation_id', ids).delete();
    await trx('operation_checkpoints').whereIn('operation_id', ids).delete();
    return ids.length;
  });
}

/**
 * What rests on operations is that of `provisionersOf` (who holds the name), `lastRequest` and `newest` (what was last asked
 * for, with what a release goes on), and `overtaking` (what a resumed one would undo). So there stay of each application in
 * each landing zone the newest of each kind that had begun, the newest provisioning of the whole application, and each
 * person's newest that holds the name; until a retirement that succeeded, which stays until all that went before it is gone.
 */
function decidingNothing(where: Knex.QueryBuilder, knex: Knex): void {
  where
    // Cancelled before it began.
    .whereNull('old.started_at')
    .orWhereExists(later(knex, ['retire'], 'gone').where({ 'gone.state': 'succeeded' }))
    .orWhere(last =>
      last
        .where({ 'old.kind': 'retire', 'old.state': 'succeeded' })
        .whereNotExists(ofSame(knex, 'first').whereRaw('first.created_at < old.created_at')),
    )
    .orWhere(overtaken =>
      overtaken
        .where(kept => kept.whereNot('old.kind', 'retire').orWhereNot('old.state', 'succeeded'))
        .whereExists(
          later(knex, undefined, 'newer')
            .whereRaw('newer.kind = old.kind')
            .whereNotNull('newer.started_at')
            // A part of an application says nothing of the whole.
            .whereRaw('((?) is null or (?) is not null)', [
              jsonField(knex, 'newer.input', 'part'),
              jsonField(knex, 'old.input', 'part'),
            ]),
        )
        .where(name =>
          name
            .whereNotIn('old.kind', provisioning)
            .orWhere(holdsNone =>
              holdsNone.whereNot('old.state', 'succeeded').whereNotExists(writing(knex, 'old')),
            )
            .orWhereExists(
              later(knex, provisioning, 'own')
                .whereRaw('own.requested_by = old.requested_by')
                .where(holds =>
                  holds.where({ 'own.state': 'succeeded' }).orWhereExists(writing(knex, 'own')),
                ),
            ),
        ),
    );
}

/** Operations of the same application in the same landing zone. */
const ofSame = (knex: Knex, as: string) =>
  knex(`operations as ${as}`)
    .select(`${as}.id`)
    .whereRaw('??.entity_ref = old.entity_ref and ??.landing_zone = old.landing_zone', [as, as]);

function later(knex: Knex, kinds: readonly OperationKind[] | undefined, as: string) {
  const all = ofSame(knex, as).whereRaw('??.created_at > old.created_at', [as]);
  return kinds ? all.whereIn(`${as}.kind`, kinds) : all;
}

const writing = (knex: Knex, as: string) =>
  knex('operation_checkpoints')
    .select('operation_checkpoints.key')
    .where({ 'operation_checkpoints.key': WRITES })
    .whereRaw('operation_checkpoints.operation_id = ??.id', [as]);
