import { resolvePackagePath, type DatabaseService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

/** The plugin's own database, with its tables brought up to date. */
export async function openDatabase(database: DatabaseService): Promise<Knex> {
  const knex = await database.getClient();
  await readWhileWriting(knex);
  if (!database.migrations?.skip) await migrate(knex);
  return knex;
}

/**
 * SQLite, which is for a laptop: who reads does not wait for who writes, and a commit not for the disk (a crash of the
 * machine, not of the portal, may cost the last ones).
 */
export async function readWhileWriting(knex: Knex): Promise<void> {
  if (!isSqlite(knex)) return;
  await knex.raw('pragma journal_mode = wal');
  await knex.raw('pragma synchronous = normal');
}

export async function migrate(knex: Knex): Promise<void> {
  await knex.migrate.latest({
    directory: resolvePackagePath('@private-ai/plugin-private-ai-backend', 'migrations'),
  });
}

const isSqlite = (knex: Knex) => String(knex.client.config.client).includes('sqlite');

/** A field of a column that holds a JSON object as text, as SQL: null where it has none. */
export function jsonField(knex: Knex, column: string, field: string): Knex.Raw {
  return isSqlite(knex)
    ? knex.raw('json_extract(??, ?)', [column, `$.${field}`])
    : knex.raw('cast(?? as json) ->> ?', [column, field]);
}

/** Milliseconds since 1970 by the database's clock, as SQL: the replicas' own clocks may differ by more than a lease. */
export function databaseNow(knex: Knex): Knex.Raw {
  return isSqlite(knex)
    ? knex.raw(`cast((julianday('now') - 2440587.5) * 86400000 as integer)`)
    : knex.raw('cast(extract(epoch from clock_timestamp()) * 1000 as bigint)');
}
