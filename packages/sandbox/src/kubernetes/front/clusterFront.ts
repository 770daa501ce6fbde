import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { TokenVerifier } from '../../entra/verifier.ts';
import { listen } from '../../listen.ts';
import type { Surroundings } from '../../room.ts';
import type { ClusterRoom, Listener } from '../cluster.ts';
import { kubeconfigOf } from '../kubeconfig.ts';
import { givenAccess } from '../seedAccess.ts';
import { userOf, viewer } from '../signIn.ts';
import { StatusError } from '../status.ts';
import { forward } from './forward.ts';
import { readUpstream } from './upstream.ts';
import { UpstreamClient } from './upstreamClient.ts';

/**
 * The same room with a real cluster behind it: it checks Entra's tokens, which that cluster does not know, and passes
 * everything on as their user. A real API server reaches pods itself: `setDial` and `setLogs` have nothing to say to it.
 * @param options.kubeconfig a file whose current context may impersonate
 * @throws with a sentence when that cluster does not answer
 */
export async function startClusterFront(
  { store, authority }: Surroundings,
  {
    port,
    verifier,
    kubeconfig,
    wrap = listener => listener,
  }: {
    port: number;
    verifier: TokenVerifier;
    kubeconfig: string;
    wrap?: (listener: Listener) => Listener;
  },
): Promise<ClusterRoom> {
  const upstream = readUpstream(kubeconfig);
  const client = new UpstreamClient(upstream);
  const { issuer } = await client.get<{ issuer: string }>('/.well-known/openid-configuration');
  for (const object of givenAccess()) await client.apply(object);
  const secrets = store.collection<string>('kubernetes-secrets');
  const adminToken = secrets.get('admin') ?? randomBytes(32).toString('hex');
  secrets.put('admin', adminToken);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      forward(upstream, await userOf(request, { adminToken, verifier }), request, response);
    } catch (error) {
      const refusal =
        error instanceof StatusError
          ? error
          : new StatusError(500, 'InternalError', (error as Error).message);
      response.writeHead(refusal.code, { 'content-type': 'application/json' });
      response.end(JSON.stringify(refusal.body()));
    }
  }

  const server = https.createServer(
    { ...(await authority.serverOptions()), ALPNProtocols: ['http/1.1'] },
    wrap((request, response) => void answer(request, response)),
  );
  // watches and chats live as long as their clients want
  server.requestTimeout = 0;
  const { port: taken, stop } = await listen(server, port);
  const url = `https://localhost:${taken}`;
  return {
    url,
    adminToken,
    issuer,
    viewerToken: () =>
      client.token(viewer.namespace, viewer.name, { audiences: [], expirationSeconds: 24 * 3600 }),
    kubeconfig: () => kubeconfigOf(url, authority.pem, adminToken),
    clusterUserKubeconfig: () => kubeconfigOf(url, authority.pem),
    mintServiceAccountToken: (namespace, name, options) => client.token(namespace, name, options),
    setDial: () => undefined,
    setLogs: () => undefined,
    stop: async () => {
      await stop();
      upstream.agent.destroy();
    },
  };
}
