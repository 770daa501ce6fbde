import type { Knex } from 'knex';
import { databaseNow } from '../database/database';
import type { Kept } from './journal';
import type { RunRecord } from './records';

type Found = Pick<RunRecord, 'id' | 'thread_id' | 'position' | 'state' | 'holder'>;

/**
 * What of this may be written. While the database was out of this process's reach, another replica may have taken it for
 * dead and ended its runs: they go on, as long as nobody has gone on from that end. A chat may also have been deleted.
 */
export async function revived(trx: Knex.Transaction, all: readonly Kept[]): Promise<Kept[]> {
  const ids = all.map(({ runId }) => runId);
  const found: Found[] = await trx('chat_runs')
    .whereIn('id', ids)
    // Nobody ends one of them meanwhile.
    .forUpdate()
    .select('id', 'thread_id', 'position', 'state', 'holder');
  const runs = new Map(found.map(run => [run.id, run]));
  const writable: Kept[] = [];
  for (const kept of all) {
    const run = runs.get(kept.runId);
    if (!run) continue;
    const buried = run.state === 'interrupted' && run.holder === kept.holder;
    if (!buried || (await dugOut(trx, run, kept))) writable.push(kept);
  }
  return writable;
}

/** @returns false where somebody has asked on since: what was said last was an end to them */
async function dugOut(trx: Knex.Transaction, run: Found, { entries }: Kept): Promise<boolean> {
  const later = await trx('chat_runs')
    .where({ thread_id: run.thread_id })
    .where('position', '>', run.position)
    .first('id');
  if (later) return false;
  // The last word that readers were given in place of these.
  if (entries.length > 0)
    await trx('chat_events')
      .where({ run_id: run.id })
      .where('seq', '>=', entries[0].firstSeq)
      .delete();
  const lives = { state: 'running', ended_at: null, heartbeat_at: databaseNow(trx) };
  await trx('chat_runs').where({ id: run.id }).update(lives);
  return true;
}
