import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { OperationRow } from './row';

/** In place of a person who was erased: no catalog can hold a user of this name, so nobody is meant by it. */
const ERASED = 'user:default/~erased';

/** Rows that are looked at by one query. */
const atOnce = 100;

const texts = ['input', 'outputs', 'error'] as const;

/**
 * Takes a person's reference out of operations and their logs: who asked, and wherever it is named. What was done stays.
 * @returns how many operations they had asked for
 * @throws ConflictError while one of those is under way
 */
export async function eraseFromOperations(knex: Knex, userRef: string): Promise<number> {
  const open = await knex<OperationRow>('operations')
    .where({ requested_by: userRef })
    .whereIn('state', ['queued', 'running'])
    .first('id', 'kind', 'entity_ref');
  if (open) {
    throw new ConflictError(
      `The operation ${open.id} (${open.kind} of ${open.entity_ref}) that ${userRef} asked for is under way: wait for its end or cancel it, and erase then.`,
    );
  }
  // A key is found again by who asks with it, and nobody does.
  const asked = await knex<OperationRow>('operations')
    .where({ requested_by: userRef })
    .update({ requested_by: ERASED, idempotency_key: null });
  await eraseFromRows(knex, userRef);
  await eraseFromLogs(knex, userRef);
  return asked;
}

async function eraseFromRows(knex: Knex, userRef: string): Promise<void> {
  for (let after = ''; ;) {
    const rows = await knex<OperationRow>('operations')
      .where('id', '>', after)
      .where(where => texts.forEach(text => where.orWhere(text, 'like', `%${userRef}%`)))
      .orderBy('id')
      .limit(atOnce)
      .select('id', 'state', ...texts);
    for (const { id, state, ...row } of rows) {
      // Its work reads it: what another person has asked for goes on as they asked for it.
      if (state === 'queued' || state === 'running') continue;
      const changed = Object.fromEntries(
        texts.map(text => [text, row[text] && without(userRef, row[text])]),
      );
      await knex('operations').where({ id, state }).update(changed);
    }
    if (rows.length < atOnce) return;
    after = rows.at(-1)!.id;
  }
}

async function eraseFromLogs(knex: Knex, userRef: string): Promise<void> {
  const naming = () => knex('operation_log').where('message', 'like', `%${userRef}%`);
  const operations: string[] = await naming().distinct('operation_id').pluck('operation_id');
  for (const id of operations) {
    const lines = await naming().where({ operation_id: id }).select('seq', 'message');
    for (const { seq, message } of lines)
      await knex('operation_log')
        .where({ operation_id: id, seq })
        .update({ message: without(userRef, message) });
  }
}

/** A longer name that begins or ends alike is somebody else's; a point may end a sentence. */
function without(userRef: string, text: string): string {
  const escaped = userRef.replace(/[^\w]/g, String.raw`\$&`);
  const whole = new RegExp(`(?<![\\w.-])${escaped}(?![\\w-]|\\.\\w)`, 'gi');
  return text.replace(whole, () => ERASED);
}
