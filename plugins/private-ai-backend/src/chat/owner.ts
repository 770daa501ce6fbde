import type { Knex } from 'knex';

/** Who talks with what is called so; runs and threads that they know by id are theirs. */
export interface Person {
  entityRef: string;
  userRef: string;
  /** Of a preview of the application rather than of the application. */
  previews?: boolean;
}

/** Whose threads are meant: nobody sees another's, and no application those of another that was called so before. */
export interface Owner extends Person {
  landingZone?: string;
  /** Uid of the Namespace that the application lives in; left out where there is none. */
  application?: string;
  /** The commit of the preview: another's preview has other conversations. */
  preview?: string;
}

/** Those of before applications were told apart belong to the one that is there. */
export function ownThreads(db: Knex, { entityRef, userRef, application, preview }: Owner) {
  return db('chat_threads')
    .where({ entity_ref: entityRef, user_ref: userRef, preview: preview ?? null })
    .where(where => {
      where.whereNull('application');
      if (application !== undefined) where.orWhere({ application });
    });
}
