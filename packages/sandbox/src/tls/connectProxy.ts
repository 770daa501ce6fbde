import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { listen } from '../listen.ts';

/**
 * A proxy that leads whoever has it in the environment (`HTTPS_PROXY`) to rooms of the sandbox under Azure's own names. A room's
 * certificate is good for any name, to whoever trusts the authority.
 * @param portOf the loopback port that stands for a host; undefined refuses
 */
export async function startConnectProxy(
  portOf: (host: string) => number | undefined,
): Promise<{ url: string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const proxy = http.createServer().on('connect', ({ url = '' }, from: Socket) => {
    const [, host] = /^(.+):443$/.exec(url.toLowerCase()) ?? [];
    const target = host && portOf(host);
    if (!target) {
      from.on('error', () => from.destroy()).end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const to = connect(target, '127.0.0.1', () => {
      from.write('HTTP/1.1 200 Connection established\r\n\r\n');
      from.pipe(to).pipe(from);
    });
    for (const socket of [from, to]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
  });
  const { port, stop } = await listen(proxy, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await stop();
    },
  };
}
