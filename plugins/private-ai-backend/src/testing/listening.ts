import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Has a server listen on loopback, at a port that is free. */
export async function listening(server: Server) {
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Ends what is under way, too. */
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
