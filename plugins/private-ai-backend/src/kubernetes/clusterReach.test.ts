import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import https from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { RequestListener } from 'node:http';
import type { Azure } from '../azure/azureFor';
import { landingZone } from '../testing/landingZone';
import type { ClusterClient } from './client';
import { createClusterClient } from './clusterClient';
import { AKS_SCOPE, clusterFor, readServer } from './clusterFor';
import { makeCertificates, type Certificate } from './certificatesForTest';

const ref = { apiVersion: 'v1', kind: 'Namespace', name: 'weather' };
const { ca, trusted, stranger, misnamed } = makeCertificates();
const servers: Server[] = [];

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port;
}
/** An API server that answers so. */
async function api(answer: RequestListener, { key, cert }: Certificate = trusted) {
  return `https://localhost:${await listening(https.createServer({ key, cert }, answer))}`;
}
const refusing =
  (code: number, status: object = {}): RequestListener =>
  (_, response) => {
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ kind: 'Status', ...status }));
  };
/** @param timeoutMs - short only where no sign of life is to come */
const at = (server: string, timeoutMs = 60_000): ClusterClient =>
  createClusterClient({ connect: async () => ({ server, ca, token: 'x' }), timeoutMs });

afterAll(() => {
  for (const server of servers) {
    server.close();
    if (server instanceof https.Server) server.closeAllConnections();
  }
});

describe('a cluster that cannot be reached says which it was', () => {
  const silent = (socket: Socket) => void socket.on('error', () => {});

  /** As a firewall that has read the name in the first words of TLS. */
  const cutting = (socket: Socket) => void socket.once('data', () => socket.resetAndDestroy());

  it.each<[string, () => string | Promise<string>, RegExp, boolean]>([
    [
      'DNS',
      () => 'https://nowhere.invalid',
      /^The cluster at nowhere\.invalid could not be reached for Namespace weather: its name is not known to DNS here.*private zone/,
      true,
    ],
    [
      'TCP, refused',
      async () => {
        const server = createServer();
        const port = await listening(server);
        server.close();
        return `https://localhost:${port}`;
      },
      /nothing listens there.*\(ECONNREFUSED\)/,
      true,
    ],
    [
      'TLS, not begun',
      async () => `https://localhost:${await listening(createServer(silent))}`,
      /the connection stands, but nothing was encrypted.*\(ETIMEDOUT\)/,
      true,
    ],
    [
      'TLS, cut off',
      async () => `https://localhost:${await listening(createServer(cutting))}`,
      /nothing was encrypted.*has to let the name of the API server pass \(ECONNRESET\)/,
      true,
    ],
    [
      'TLS, another protocol',
      async () => `https://localhost:${await listening(createHttpServer())}`,
      /what answers there does not speak TLS/,
      false,
    ],
    [
      'TLS, another authority',
      () => api(refusing(200), stranger),
      /its certificate is not the one that Azure names.*Something inspects the connection/,
      false,
    ],
    [
      'TLS, another name',
      () => api(refusing(200), misnamed),
      /its certificate is not the one.*\(ERR_TLS_CERT_ALTNAME_INVALID\)/,
      false,
    ],
    [
      'no answer',
      () => api(() => {}),
      /it took the request and did not answer within the time/,
      true,
    ],
    [
      'half an answer',
      () => api(({ socket }) => socket.destroy()),
      /it broke the connection off before it had answered/,
      true,
    ],
    [
      '401',
      () => api(refusing(401, { reason: 'Unauthorized', message: 'Unauthorized' })),
      /did not accept the portal's sign-in for Namespace weather \(401\)/,
      false,
    ],
    [
      '403',
      () => api(refusing(403, { reason: 'Forbidden', message: 'User "x" cannot get' })),
      /may not do that in the cluster \(403\).*infra\/cluster.*User "x" cannot get/,
      false,
    ],
    [
      '403, of a namespace that goes',
      () =>
        api(
          refusing(403, {
            reason: 'Forbidden',
            message:
              'configmaps "x" is forbidden: unable to create new content in namespace weather because it is being terminated',
          }),
        ),
      /^Namespace weather: its namespace is being removed/,
      false,
    ],
  ])('%s', async (name, address, sentence, transient) => {
    const isSilent = name === 'TLS, not begun' || name === 'no answer';
    const cluster = at(await address(), isSilent ? 3_000 : undefined);
    await expect(cluster.get(ref)).rejects.toMatchObject({
      name: 'ClusterError',
      message: expect.stringMatching(sentence),
      transient,
    });
  });
});

describe('where the cluster is, as Azure says it', () => {
  const kubeconfig = (server: string, more = {}) =>
    JSON.stringify({
      clusters: [
        {
          name: 'aks',
          cluster: {
            server,
            'certificate-authority-data': Buffer.from(ca).toString('base64'),
            ...more,
          },
        },
      ],
      users: [{ name: 'u', user: { exec: { command: 'kubelogin', args: ['get-token'] } } }],
      contexts: [{ name: 'aks', context: { cluster: 'aks', user: 'u' } }],
      'current-context': 'aks',
    });

  /** Azure, that names one server after another, and gives another token each time. */
  function azureNaming(...named: string[]) {
    const asked = { server: 0, token: 0 };
    const scopes: string[] = [];
    const azure = {
      arm: {
        async post() {
          const server = named[Math.min(asked.server++, named.length - 1)];
          return { kubeconfigs: [{ value: Buffer.from(kubeconfig(server)).toString('base64') }] };
        },
      },
      async token(scope: string) {
        scopes.push(scope);
        return `token-${++asked.token}`;
      },
    } as unknown as Azure;
    return { cluster: clusterFor(landingZone(), azure), asked, scopes };
  }
  const tokens: string[] = [];
  const listen = () =>
    api((request, response) => {
      tokens.push(String(request.headers.authorization));
      response.end('{}');
    });

  it('is asked once, and a token for each request: whatever the kubeconfig would run is not run', async () => {
    const { cluster, asked, scopes } = azureNaming(await listen());
    await cluster.get(ref);
    await cluster.get(ref);
    expect(tokens.splice(0)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(asked.server).toBe(1);
    expect(new Set(scopes)).toEqual(new Set([AKS_SCOPE]));
  });

  it('is asked again where it has moved or shows another certificate, and the request goes there', async () => {
    const gone = await api(refusing(200), stranger);
    const { cluster, asked } = azureNaming(gone, await listen());
    await expect(cluster.get(ref)).resolves.toEqual({});
    expect(asked.server).toBe(2);
    expect(tokens.splice(0)).toHaveLength(1);
  });

  it('stays known when somebody breaks off, or the server answers late', async () => {
    const { cluster, asked } = azureNaming(await api(() => {}));
    const breaking = new AbortController();
    const broken = cluster.get(ref, breaking.signal);
    setTimeout(() => breaking.abort(), 50);
    await expect(broken).rejects.toMatchObject({ name: 'AbortError' });
    await expect(cluster.get(ref, AbortSignal.timeout(50))).rejects.toThrow();
    expect(asked.server).toBe(1);
  });

  it('is not taken where it asks to trust anybody, or names no https', () => {
    const insecure = kubeconfig('https://aks', { 'insecure-skip-tls-verify': true });
    expect(() => readServer(insecure, 'aks')).toThrow(/trust any certificate; the portal does not/);
    expect(() => readServer(kubeconfig('http://aks'), 'aks')).toThrow(/names no https server/);
  });
});
