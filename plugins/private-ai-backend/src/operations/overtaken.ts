import { ConflictError } from '@backstage/errors';
import type { Operation, OperationKind } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import type { OperationRow } from './row';

/** Later operations that change the same entity, newest first; without those that were cancelled before they began. */
export const overtaking = (
  { entityRef, createdAt }: Operation,
  writing: readonly OperationKind[],
  knex: Knex,
) =>
  knex<OperationRow>('operations')
    .where({ entity_ref: entityRef })
    .whereIn('kind', [...writing])
    .where('created_at', '>', createdAt)
    .where(where => where.whereNotNull('started_at').orWhereIn('state', ['queued', 'running']))
    .orderBy('created_at', 'desc');

/** What is told to who resumes one that another has overtaken: going on would undo that. */
export async function overtaken(
  operation: Operation,
  writing: readonly OperationKind[],
  knex: Knex,
): Promise<ConflictError> {
  const later = await overtaking(operation, writing, knex).first();
  const { id, kind, entityRef } = operation;
  const which = later
    ? `${later.requested_by} started the operation ${later.id} (${later.kind}) at ${later.created_at}`
    : 'a later operation was started';
  return new ConflictError(
    `The operation ${id} (${kind}) is not resumed, because ${which}, and it would undo what that made of ${entityRef}. Resume that one, or start a new one.`,
  );
}
