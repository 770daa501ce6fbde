import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RootConfigService } from '@backstage/backend-plugin-api';

const thisMachine = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests that name another host than this machine, or than the portal's own addresses. In development anybody is signed in
 * with a click, and a web page may have its own name lead to this machine (DNS rebinding): it is of one origin with the
 * portal then, and only the name that it asks for tells. In production the ingress decides which names lead here.
 */
export function onlyByOwnName(config: RootConfigService) {
  const addresses = ['app.baseUrl', 'backend.baseUrl'].map(key => config.getOptionalString(key));
  const own = new Set([
    ...thisMachine,
    ...addresses.flatMap(url => (url && URL.canParse(url) ? [new URL(url).hostname] : [])),
  ]);
  return (
    { headers }: Pick<IncomingMessage, 'headers'>,
    response: ServerResponse,
    next: () => void,
  ): void => {
    const address = `http://${headers.host ?? ''}`;
    if (URL.canParse(address) && own.has(new URL(address).hostname)) return next();
    const message = `The development portal answers as ${[...own].join(', ')} only: open it at one of these.`;
    response
      .writeHead(421, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: { name: 'MisdirectedRequest', message } }));
  };
}
