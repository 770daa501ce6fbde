import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import createKnex, { type Knex } from 'knex';
import { migrate, readWhileWriting } from '../database/database';

export interface TestDatabase {
  knex: Knex;
  close(): Promise<void>;
}

/** How many queries like this went to the database since. */
export function countQueries(knex: Knex, like: RegExp): () => number {
  let count = 0;
  knex.on('query', ({ sql }: { sql: string }) => {
    if (like.test(sql)) count += 1;
  });
  return () => count;
}

export async function startSqlite(filename = ':memory:'): Promise<TestDatabase> {
  const knex = createKnex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  await knex.raw('PRAGMA foreign_keys = ON');
  await readWhileWriting(knex);
  await migrate(knex);
  return { knex, close: () => knex.destroy() };
}

/** Another connection to a PostgreSQL that a test has started. */
export const connectPostgres = (port: number): Knex =>
  createKnex({
    client: 'pg',
    connection: { host: '127.0.0.1', port, user: 'postgres', password: 'postgres' },
  });

export async function startPostgres(): Promise<TestDatabase> {
  const child = spawn(process.execPath, [join(__dirname, 'postgres.mjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await once(child.stdout, 'data');
  const knex = connectPostgres(Number(port));
  await migrate(knex);
  const close = async () => {
    await knex.destroy();
    child.stdin.end();
    await once(child, 'exit');
  };
  return { knex, close };
}
