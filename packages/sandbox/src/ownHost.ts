import type { IncomingMessage, RequestListener, Server } from 'node:http';

/** What this machine is called by whoever sits at it. */
const ownNames = new Set(['localhost', '127.0.0.1', '[::1]']);

const refusal =
  'The sandbox answers on this machine as localhost or 127.0.0.1 only. A name of elsewhere that leads here is how a web page gets at what listens on it.\n';

/**
 * A web page may have its own name lead to this machine (DNS rebinding), and is then of one origin with whatever answers plain
 * HTTP here: only the name that it asks for tells.
 */
export function onlyByOwnName(server: Server): void {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request').on('request', (request, response) => {
    if (isOwn(request)) {
      for (const one of listeners) one.call(server, request, response);
      return;
    }
    response.writeHead(421, { 'content-type': 'text/plain', connection: 'close' }).end(refusal);
  });
}

/** By the whole address where the request has one, which then counts more than its header. */
function isOwn({ url = '/', headers }: IncomingMessage): boolean {
  const address = `http://${headers.host ?? ''}`;
  if (!URL.canParse(url, address)) return false;
  return ownNames.has(new URL(url, address).hostname);
}
