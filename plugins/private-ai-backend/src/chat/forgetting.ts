import type { Knex } from 'knex';
import type { Person } from './owner';

/** How much there is of conversations, or was. */
interface Extent {
  conversations: number;
  /** Whose they are. */
  people: number;
}

/** All of an application's, or of its previews alone, or all of a person's. */
type Whose = { entityRef: string; landingZone: string; previews?: true } | { userRef: string };

/** Conversations that are deleted by one transaction: each may be long, and others write meanwhile. */
const atOnce = 20;

/**
 * Deletes a person's own conversation.
 * @returns `open` where an answer in it is still under way
 */
export async function deleteThread(
  db: Knex,
  { entityRef, userRef, previews }: Person,
  id: string,
): Promise<'deleted' | 'open' | 'unknown'> {
  return db.transaction(async trx => {
    // Who asks in it at this moment waits, and then finds it gone.
    const thread = await trx('chat_threads')
      .where({ id, entity_ref: entityRef, user_ref: userRef })
      .modify(query => (previews ? query.whereNotNull('preview') : query.whereNull('preview')))
      .forUpdate()
      .first('id');
    if (!thread) return 'unknown';
    const open = await trx('chat_runs').where({ thread_id: id, state: 'running' }).first('id');
    if (open) return 'open';
    await deleteThreads(trx, [id]);
    return 'deleted';
  });
}

/**
 * Deletes some of the conversations in which nothing was asked since, oldest first.
 * @param before - ISO 8601
 * @returns how many; none are left when it is 0
 */
export async function deleteOldThreads(db: Knex, before: string): Promise<number> {
  return db.transaction(async trx => {
    const ids: string[] = await trx('chat_threads')
      .where('updated_at', '<', before)
      .whereNotExists(
        trx('chat_runs')
          .select('chat_runs.id')
          .where({ state: 'running' })
          .whereRaw('chat_runs.thread_id = chat_threads.id'),
      )
      .orderBy('updated_at')
      .limit(atOnce)
      .forUpdate()
      .pluck('id');
    await deleteThreads(trx, ids);
    return ids.length;
  });
}

/** What {@link deleteAll} would delete. */
export async function extentOf(db: Knex, whose: Whose): Promise<Extent> {
  const [row] = await threadsOf(db, whose)
    .count({ conversations: '*' })
    .countDistinct({ people: 'user_ref' });
  return { conversations: Number(row.conversations), people: Number(row.people) };
}

/** Deletes all of them, also those in which something is asked: who relays an answer finds its run gone, and stops it. */
export async function deleteAll(db: Knex, whose: Whose): Promise<Extent> {
  const extent: Extent = { conversations: 0, people: 0 };
  const people = new Set<string>();
  for (;;) {
    const rows: { id: string; user_ref: string }[] = await threadsOf(db, whose)
      .limit(atOnce)
      .select('id', 'user_ref');
    if (rows.length === 0) return { ...extent, people: people.size };
    await db.transaction(trx =>
      deleteThreads(
        trx,
        rows.map(({ id }) => id),
      ),
    );
    extent.conversations += rows.length;
    for (const { user_ref } of rows) people.add(user_ref);
  }
}

function threadsOf(db: Knex, whose: Whose) {
  const all = db('chat_threads');
  if ('userRef' in whose) return all.where({ user_ref: whose.userRef });
  const { entityRef, landingZone, previews } = whose;
  if (previews) all.whereNotNull('preview');
  return all
    .where({ entity_ref: entityRef })
    .where(where => where.whereNull('landing_zone').orWhere({ landing_zone: landingZone }));
}

/** Their runs and events go along, in the order in which who writes an answer locks them. */
async function deleteThreads(trx: Knex, ids: readonly string[]): Promise<void> {
  await trx('chat_threads')
    .whereIn('id', [...ids])
    .delete();
}
