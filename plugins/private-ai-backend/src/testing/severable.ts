import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import createKnex, { type Knex } from 'knex';

/** A way to a PostgreSQL that a test cuts and mends; what is under way breaks off, and nobody gets through. */
export async function severable(knex: Knex) {
  const { connection } = knex.client.config as { connection: { port: number } };
  const open = new Set<Socket>();
  let cut = false;
  const server = createServer(near => {
    if (cut) return void near.destroy();
    const far = connect(connection.port, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
    return undefined;
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const through = createKnex({
    client: 'pg',
    // The client shows its password to nobody.
    connection: {
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      user: 'postgres',
      password: 'postgres',
    },
    acquireConnectionTimeout: 2000,
  });
  return {
    knex: through,
    cut() {
      cut = true;
      for (const socket of open) socket.destroy();
    },
    mend() {
      cut = false;
    },
    async close() {
      await through.destroy();
      server.close();
    },
  };
}
