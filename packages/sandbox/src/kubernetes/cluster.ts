import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { TokenVerifier } from '../entra/verifier.ts';
import { signingKey } from '../entra/keys.ts';
import { listen } from '../listen.ts';
import type { Room, Surroundings } from '../room.ts';
import { clusterAnswer, type Served } from './clusterRoutes.ts';
import { keepHouse } from './housekeeping.ts';
import { kubeconfigOf } from './kubeconfig.ts';
import { Objects } from './objects.ts';
import type { Logs } from './podLogs.ts';
import { Resources } from './resources.ts';
import { loadSchemas } from './schema.ts';
import { seed } from './seed.ts';
import { seedAccess } from './seedAccess.ts';
import { ServiceAccountTokens, type TokenOptions } from './serviceAccountTokens.ts';
import type { Dial } from './serviceProxy.ts';
import { viewer } from './signIn.ts';
import { StatusError } from './status.ts';

/**
 * The cluster's API. As on any cluster, a pod that has a node is deleted in two steps: a DELETE sets its
 * `deletionTimestamp`, and the node's kubelet, when the processes are gone, deletes it with `gracePeriodSeconds=0`.
 */
export interface ClusterRoom extends Room {
  adminToken: string;
  /** A token that reads what the ClusterRole `view` lets one read; valid for a year. */
  viewerToken(): Promise<string>;
  /** JSON, with the cluster's CA and the admin's token. */
  kubeconfig(): string;
  /** The same without credentials: what AKS gives to those who sign in with Entra. */
  clusterUserKubeconfig(): string;
  /** Of the ServiceAccounts' tokens: the cluster's own URL. */
  issuer: string;
  /** @throws StatusError when the account or the pod is not there, or the lifetime (seconds, 600 at least) is too short */
  mintServiceAccountToken(
    namespace: string,
    serviceAccount: string,
    options: TokenOptions,
  ): Promise<string>;
  /** Tells where pods answer; until then no Service is reached. */
  setDial(dial: Dial): void;
  /** Tells where containers' output lies; until then there is none. */
  setLogs(logs: Logs): void;
}

/** Starts the Kubernetes API server; its objects are in the store. */
export async function startCluster(
  { store, authority, log }: Surroundings,
  {
    port,
    verifier,
    wrap = listener => listener,
  }: { port: number; verifier: TokenVerifier; wrap?: (listener: Listener) => Listener },
): Promise<ClusterRoom> {
  await loadSchemas();
  const resources = new Resources(new Objects(store));
  const stopHousekeeping = keepHouse(resources, authority.pem, log);
  seed(resources);
  seedAccess(resources);
  const secrets = store.collection<string>('kubernetes-secrets');
  const adminToken = secrets.get('admin') ?? randomBytes(32).toString('hex');
  secrets.put('admin', adminToken);
  const key = await signingKey(store, 'kubernetes');
  const server = https.createServer(
    { ...(await authority.serverOptions()), ALPNProtocols: ['http/1.1'] },
    wrap((request, response) => void answer(request, response)),
  );
  // watches and chats live as long as their clients want
  server.requestTimeout = 0;
  const { port: taken, stop } = await listen(server, port);
  const url = `https://localhost:${taken}`;
  const tokens = new ServiceAccountTokens(url, key, resources.objects);
  const served: Served = {
    resources,
    tokens,
    means: { adminToken, verifier, tokens },
    dial: () => undefined,
    logs: () => undefined,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const result = await clusterAnswer(request, response, served);
      if (!result) return;
      for (const warning of result.warnings ?? []) {
        response.appendHeader('warning', `299 - ${JSON.stringify(warning)}`);
      }
      const { type = 'application/json' } = result;
      send(response, result.status, result.body, type);
    } catch (error) {
      if (!(error instanceof StatusError)) log(`kubernetes: ${(error as Error).stack}`);
      const refusal =
        error instanceof StatusError
          ? error
          : new StatusError(
              500,
              'InternalError',
              'Internal error occurred: the sandbox failed; its log has the cause',
            );
      if (response.headersSent) response.destroy();
      else send(response, refusal.code, refusal.body(), 'application/json');
    }
  }

  return {
    url,
    adminToken,
    viewerToken: async () => {
      const year = { audiences: [url], expirationSeconds: 365 * 24 * 3600 };
      return (await tokens.mint(viewer.namespace, viewer.name, year)).token;
    },
    issuer: url,
    kubeconfig: () => kubeconfigOf(url, authority.pem, adminToken),
    clusterUserKubeconfig: () => kubeconfigOf(url, authority.pem),
    mintServiceAccountToken: async (namespace, serviceAccount, options) =>
      (await tokens.mint(namespace, serviceAccount, options)).token,
    setDial: dial => (served.dial = dial),
    setLogs: logs => (served.logs = logs),
    stop: async () => {
      stopHousekeeping();
      await stop();
    },
  };
}

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

function send(response: ServerResponse, status: number, body: unknown, type: string): void {
  const text = typeof body === 'string' ? body : `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-cache, private',
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}
