import type { Knex } from 'knex';
import { joined } from './journal';
import { entryOfRecord, recordOf, type EventRecord } from './records';

/** How far the rows of a run that is over are joined: those up to the number are as they stay. */
export interface Joining {
  runId: string;
  after: number;
}

/** Of one transaction: a database that writes in this very thread is not to hold it long. */
const most = { rows: 200, characters: 256 * 1024 };

/**
 * Writes a part of a run anew that is over. While it streamed each moment became rows of its own; now deltas that follow each
 * other are one. Every event keeps its number and rows still end where one did: who has read a part lacks what they lacked before.
 * Whenever it is killed, what is joined and what is not say the same.
 *
 * @returns where to go on; undefined when all of it is joined, or gone
 */
export async function rejoin(db: Knex, { runId, after }: Joining): Promise<Joining | undefined> {
  return db.transaction(async trx => {
    // Nobody deletes it meanwhile.
    const run = await trx('chat_runs')
      .where({ id: runId })
      .whereNot({ state: 'running' })
      .forUpdate()
      .first('id');
    if (!run) return undefined;
    const rows = () => trx('chat_events').where({ run_id: runId });
    const sizes: Size[] = await rows()
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(most.rows)
      .select('seq', { length: trx.raw('length(body)') });
    const taken = beginning(sizes);
    if (taken.length === 0) return undefined;
    const [first, last] = [taken[0].seq, taken[taken.length - 1].seq];
    const records: EventRecord[] = await rows()
      .whereBetween('seq', [first, last])
      .orderBy('seq')
      .select('*');
    const entries = records.map(entryOfRecord);
    const all = joined(entries);
    const known = new Set(entries);
    for (const entry of all.filter(one => !known.has(one))) {
      const { seq, firstSeq } = entry;
      await rows().where('seq', '>=', firstSeq).where('seq', '<', seq).delete();
      await rows().where({ seq }).update(recordOf(runId, entry));
    }
    if (taken.length === sizes.length && sizes.length < most.rows) return undefined;
    // What comes next may go on from the last.
    return { runId, after: taken.length === 1 ? last : all[all.length - 1].firstSeq - 1 };
  });
}

interface Size {
  seq: number;
  length: number;
}

/** As many as fit, and one at least. */
function beginning(sizes: readonly Size[]): readonly Size[] {
  let characters = 0;
  const end = sizes.findIndex(({ length }, at) => {
    characters += Number(length);
    return at > 0 && characters > most.characters;
  });
  return end < 0 ? sizes : sizes.slice(0, end);
}
