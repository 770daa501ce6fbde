import type { Knex } from 'knex';

/**
 * What says something of an application: whatever began, or is to. What was cancelled before it began did nothing, and what went before
 * it counts; but for a making, before which a repository was published: that is to be gone on with.
 */
export function counts(where: Knex.QueryBuilder): void {
  where.whereNotNull('started_at').orWhereNot('state', 'cancelled').orWhere('kind', 'make');
}
