import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onlyByOwnName } from './ownHost.ts';

/**
 * Milliseconds that a connection may be idle, as at Azure's front doors. Node's own five seconds would end one in the very
 * moment in which a client on a busy machine uses it again.
 */
const idle = 240_000;

/**
 * Listens on loopback; 0 takes a free port. A port in use is one sentence. Plain HTTP is spoken with who asks for this machine
 * by its own name: with TLS, the certificate says that.
 * @param options.anyHost a proxy is asked for other names
 * @returns the port, and a `stop` that also ends open connections.
 */
export async function listen(
  server: http.Server,
  port: number,
  { anyHost = false }: { anyHost?: boolean } = {},
): Promise<{ port: number; stop(): Promise<void> }> {
  server.keepAliveTimeout = idle;
  if (server instanceof http.Server && !anyHost) onlyByOwnName(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} is in use: end what holds it, or choose other ports with --port.`,
              { cause },
            )
          : cause,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
