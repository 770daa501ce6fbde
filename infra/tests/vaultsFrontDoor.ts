import http from 'node:http';
import https from 'node:https';
import { connect, type Socket } from 'node:net';
import { listen } from '../../packages/sandbox/src/listen.ts';
import type { CertificateAuthority } from '../../packages/sandbox/src/tls/authority.ts';

/**
 * What answers at a vault's own address to somebody outside of its network: a refusal. The provider asks there whenever it reads a vault,
 * and where nobody answers at all, it tries for five minutes each time. It is sent here by the proxy of its environment.
 */
export async function startVaultsFrontDoor(authority: CertificateAuthority) {
  const refusal = {
    error: {
      code: 'Forbidden',
      message:
        'Public network access is disabled and request is not from a trusted service nor via an approved private link.',
      innererror: { code: 'ForbiddenByConnection' },
    },
  };
  const door = await listen(
    https.createServer(await authority.serverOptions(), (_, answer) =>
      answer.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(refusal)),
    ),
    0,
  );
  const sockets = new Set<Socket>();
  const proxy = http.createServer().on('connect', ({ url = '' }, from: Socket) => {
    if (!/\.vault\.azure\.net:443$/i.test(url)) {
      from.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const to = connect(door.port, '127.0.0.1', () => {
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
      await door.stop();
    },
  };
}
