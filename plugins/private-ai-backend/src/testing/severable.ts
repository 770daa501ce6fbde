import createKnex, { type Knex } from 'knex';
import { startCuttingProxy } from '../../../../testing/cuttingProxy';

/** A way to a PostgreSQL that a test cuts and mends; what is under way breaks off, and nobody gets through. */
export async function severable(knex: Knex) {
  const { connection } = knex.client.config as { connection: { port: number } };
  const proxy = await startCuttingProxy(connection.port);
  const through = createKnex({
    client: 'pg',
    // The client shows its password to nobody.
    connection: {
      host: '127.0.0.1',
      port: proxy.port,
      user: 'postgres',
      password: 'postgres',
    },
    acquireConnectionTimeout: 2000,
  });
  return {
    knex: through,
    cut: proxy.leave,
    mend: proxy.comeBack,
    async close() {
      await through.destroy();
      proxy.stop();
    },
  };
}
