import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const script = resolve(
  import.meta.dirname,
  '../plugins/private-ai-backend/src/testing/postgres.mjs',
);

export type Postgres = Awaited<ReturnType<typeof startPostgres>>;

/** A real PostgreSQL on loopback, empty. */
export async function startPostgres() {
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = await once(child.stdout, 'data');
  return {
    host: '127.0.0.1',
    port: Number(port),
    user: 'postgres',
    password: 'postgres',
    async stop(): Promise<void> {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
