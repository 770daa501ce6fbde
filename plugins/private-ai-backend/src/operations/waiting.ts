import type { OperationKind } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { appendLines } from './log';
import type { OperationRow } from './row';

/** Lets every queued operation that waits for another of its entity say so in its log, once for each that it waits for. */
export async function sayWhoWaits(knex: Knex, writing: readonly OperationKind[]): Promise<void> {
  const waiting: Waiting[] = await knex('operations as waiting')
    .join('operations as leader', 'leader.leads', 'waiting.entity_ref')
    .where('waiting.state', 'queued')
    .whereIn('waiting.kind', [...writing])
    .where(where =>
      where.whereNull('waiting.waits_for').orWhereRaw('waiting.waits_for <> leader.id'),
    )
    .select({
      id: 'waiting.id',
      leader: 'leader.id',
      kind: 'leader.kind',
      by: 'leader.requested_by',
      since: 'leader.started_at',
    })
    .limit(100);
  for (const { id, leader, kind, by, since } of waiting) {
    const first = await knex<OperationRow>('operations')
      .where({ id, state: 'queued' })
      .where(where => where.whereNull('waits_for').orWhereNot('waits_for', leader))
      .update({ waits_for: leader });
    if (first === 0) continue;
    await appendLines(knex, id, [
      {
        level: 'info',
        message: `Waits for the operation ${leader} (${kind}) that ${by} started for the same application${since ? ` (running since ${since})` : ''}: one at a time changes it. It begins when that one has ended; whoever does not want to wait cancels one of the two.`,
      },
    ]);
  }
}

interface Waiting {
  id: string;
  leader: string;
  kind: string;
  by: string;
  since: string | null;
}
