import https from 'node:https';
import { listen } from '../../packages/sandbox/src/listen.ts';
import type { CertificateAuthority } from '../../packages/sandbox/src/tls/authority.ts';
import { startConnectProxy } from '../../packages/sandbox/src/tls/connectProxy.ts';

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
  const proxy = await startConnectProxy(host =>
    host.endsWith('.vault.azure.net') ? door.port : undefined,
  );
  return {
    url: proxy.url,
    stop: async () => {
      await proxy.stop();
      await door.stop();
    },
  };
}
