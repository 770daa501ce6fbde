import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signingKey } from '../entra/keys.ts';
import { tokenVerifier } from '../entra/verifier.ts';
import { Store } from '../state/store.ts';
import { CertificateAuthority } from '../tls/authority.ts';
import { startCluster } from '../kubernetes/cluster.ts';

/** An API server to send requests to: the sandbox's or a real one. */
export interface ApiServer {
  url: string;
  token: string;
  ca: string;
}

export interface Reply {
  status: number;
  text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- whatever the API answers
  body: any;
}

/** Sends one request; a body that is an object goes as JSON. */
export function ask(
  server: ApiServer,
  method: string,
  path: string,
  { body, type = 'application/json' }: { body?: unknown; type?: string } = {},
): Promise<Reply> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = https.request(
      server.url + path,
      {
        method,
        ca: server.ca,
        agent: false,
        headers: {
          'user-agent': 'test/1',
          authorization: `Bearer ${server.token}`,
          ...(text !== undefined && {
            'content-type': type,
            // Node gives a DELETE none by itself
            'content-length': Buffer.byteLength(text),
          }),
        },
      },
      answer => {
        let all = '';
        answer
          .setEncoding('utf8')
          .on('data', part => (all += part))
          .on('end', () => {
            resolve({
              status: answer.statusCode ?? 0,
              text: all,
              body: parsed(all),
            });
          });
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A cluster on a free port with a store in memory; tests end it with `stop`. */
export async function startClusterForTest(store = new Store(':memory:')) {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-cluster-'));
  const authority = await CertificateAuthority.open(store);
  const surroundings = { store, authority, folder, log: (line: string) => console.error(line) };
  const verifier = tokenVerifier(await signingKey(store, 'entra'));
  const room = await startCluster(surroundings, { port: 0, verifier });
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, room.kubeconfig(), { mode: 0o600 });
  return {
    ...room,
    store,
    folder,
    kubeconfig,
    server: { url: room.url, token: room.adminToken, ca: authority.pem } satisfies ApiServer,
    stop: async () => {
      await room.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
