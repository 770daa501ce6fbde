import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const sandbox = resolve(__dirname, '../../../../packages/sandbox/src');

/** A request as a test sees it. */
export interface Received {
  method: string;
  /** With its query. */
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** An HTTPS server on loopback that answers as a test says. The libraries for Azure refuse plain HTTP. */
export interface TestServer {
  endpoint: string;
  /** PEM. */
  ca: string;
  received: Received[];
  stop(): Promise<void>;
}

export async function startHttps(
  answer: (request: Received, response: ServerResponse) => void,
): Promise<TestServer> {
  const { ca, cert, key } = await certificate();
  const received: Received[] = [];
  const server: Server = createServer({ cert, key }, async (incoming, response) => {
    let body = '';
    for await (const part of incoming) body += part;
    const request = {
      method: incoming.method!,
      url: incoming.url!,
      headers: incoming.headers,
      body,
    };
    received.push(request);
    answer(request, response);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return {
    endpoint: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca,
    received,
    stop: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Answers JSON, with headers beside. */
export function reply(
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

/** A credential that signs in nowhere. */
export const anyCredential = {
  getToken: async () => ({ token: 'any', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

async function certificate(): Promise<{ ca: string; cert: string; key: string }> {
  const at = (file: string) => pathToFileURL(resolve(sandbox, file)).href;
  const program = `
    const { CertificateAuthority } = await import('${at('tls/authority.ts')}');
    const kept = new Map();
    const store = { collection: () => ({ get: key => kept.get(key), put: (key, value) => kept.set(key, value) }) };
    const authority = await CertificateAuthority.open(store);
    console.log(JSON.stringify({ ca: authority.pem, ...(await authority.issue('localhost')) }));`;
  const node = promisify(execFile);
  const { stdout } = await node(process.execPath, ['--input-type=module', '-e', program]);
  return JSON.parse(stdout);
}
