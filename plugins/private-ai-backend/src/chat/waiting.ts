import type { Knex } from 'knex';

/** Conversations of one person with one application in which the agent waits for an answer. */
export interface Waiting {
  entityRef: string;
  /** Uid of the Namespace that the application lived in; undefined for those of before that was kept. */
  application?: string;
  conversations: number;
}

/** Of all these applications at once; of what somebody else is asked nobody is told. */
export async function waitingFor(
  db: Knex,
  userRef: string,
  entityRefs: readonly string[],
): Promise<Waiting[]> {
  if (entityRefs.length === 0) return [];
  const rows: { entity_ref: string; application: string | null; conversations: unknown }[] =
    await db('chat_threads as thread')
      .join('chat_runs as run', 'run.thread_id', 'thread.id')
      .where({ 'thread.user_ref': userRef, 'run.state': 'waiting', 'run.replaced': false })
      .whereIn('thread.entity_ref', [...entityRefs])
      // Those with a preview have a page of their own.
      .whereNull('thread.preview')
      // Whatever was said after it has answered it, or went past it.
      .whereNotExists(
        db('chat_runs as later')
          .whereRaw('?? = ??', ['later.thread_id', 'run.thread_id'])
          .whereRaw('?? > ??', ['later.position', 'run.position'])
          .select(db.raw('1')),
      )
      .groupBy('thread.entity_ref', 'thread.application')
      .select('thread.entity_ref', 'thread.application', {
        conversations: db.raw('count(*)'),
      });
  return rows.map(({ entity_ref, application, conversations }) => ({
    entityRef: entity_ref,
    ...(application !== null && { application }),
    conversations: Number(conversations),
  }));
}
