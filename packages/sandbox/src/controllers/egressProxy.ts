import { randomBytes, timingSafeEqual } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { listen } from '../listen.ts';
import type { ClusterClient } from './client.ts';
import { egressRefusal } from './networkPolicy.ts';
import type { Resolution } from './privateNames.ts';

interface ProxyDeps {
  client: ClusterClient;
  resolve(host: string): Resolution;
  /** The address that the network's DNS answers for a name; undefined where it has none. */
  address(host: string): string | undefined;
  /** The pod of this uid, as it is now. */
  pod(uid: string): KubernetesObject | undefined;
  port: number;
}

export interface EgressProxy {
  /** Without credentials. */
  url: string;
  /** The proxy's address for one pod, with credentials of its own. */
  urlFor(podUid: string): string;
  stop(): Promise<void>;
}

/** A refusal: its status, and the sentence in its body. */
interface Refusal {
  status: 400 | 403 | 407 | 502;
  sentence: string;
}

const reasons = {
  400: 'Bad Request',
  403: 'Forbidden',
  407: 'Proxy Authentication Required',
  502: 'Bad Gateway',
};

/**
 * The way out of the cluster: an HTTP proxy (CONNECT, and plain http) that knows which pod asks, resolves names as
 * the network's DNS would, and keeps to the NetworkPolicies that the cluster stores. Nothing outside is reachable.
 */
export async function startEgressProxy({
  client,
  resolve,
  address,
  pod,
  port,
}: ProxyDeps): Promise<EgressProxy> {
  const secrets = new Map<string, string>();
  const tunnels = new Set<Duplex>();

  /** The loopback address to go on to, or why not. */
  async function admit(
    request: IncomingMessage,
    host: string,
    hostPort: number,
  ): Promise<{ url: URL } | Refusal> {
    const asking = podOf(request.headers['proxy-authorization']);
    if (!asking)
      return { status: 407, sentence: 'The egress proxy takes the credentials of a pod.' };
    const found = resolve(host);
    if ('refusal' in found) return { status: 502, sentence: found.refusal };
    const { namespace, name, labels = {} } = asking.metadata;
    const { items } = await client.list('networkpolicies', namespace);
    const refusing = egressRefusal(items, labels, { address: found.address, port: hostPort });
    if (!refusing) return { url: new URL(found.url) };
    return {
      status: 403,
      sentence: `The NetworkPolicies of namespace ${namespace} (${refusing.join(', ')}) do not let pod ${name} go to ${host} (${found.address}) on port ${hostPort}: add an egress rule for that address and port.`,
    };
  }

  function podOf(header: string | undefined): KubernetesObject | undefined {
    const [, basic] = /^Basic (.+)$/i.exec(header ?? '') ?? [];
    const [uid, secret = ''] = Buffer.from(basic ?? '', 'base64')
      .toString('utf8')
      .split(':');
    const [given, kept] = [Buffer.from(secret), Buffer.from(secrets.get(uid) ?? '')];
    if (kept.length === 0 || given.length !== kept.length || !timingSafeEqual(given, kept))
      return undefined;
    return pod(uid);
  }

  async function connect(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const [, host, hostPort] = /^\[?([^\]]+)\]?:(\d+)$/.exec(request.url ?? '') ?? [];
    if (!host) return refuse(socket, { status: 400, sentence: 'CONNECT takes host:port.' });
    const admitted = await admit(request, host, Number(hostPort));
    if ('sentence' in admitted) return refuse(socket, admitted);
    const upstream = net.connect(Number(admitted.url.port), '127.0.0.1');
    upstream.once('connect', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', error => {
      if (upstream.connecting || upstream.pending)
        refuse(socket, {
          status: 502,
          sentence: `What stands for ${host} does not answer: ${error.message}.`,
        });
      else socket.destroy();
    });
    socket.on('close', () => upstream.destroy());
  }

  /** `GET http://host/path`: none of the rooms speaks plain http, so the answer says so unless the name leads nowhere. */
  async function plain(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let url: URL;
    try {
      url = new URL(request.url ?? '');
    } catch {
      return answer(response, {
        status: 400,
        sentence: 'This is a proxy: it takes CONNECT, and requests with an absolute URI.',
      });
    }
    const admitted = await admit(request, url.hostname, Number(url.port || 80));
    if ('sentence' in admitted) return answer(response, admitted);
    answer(response, { status: 502, sentence: `${url.hostname} answers over https only.` });
  }

  /** `GET /names/host`, which podNames.cjs asks in place of a resolver. */
  function nameOf(request: IncomingMessage, response: ServerResponse, name: string): void {
    if (!podOf(request.headers['proxy-authorization'])) {
      answer(response, { status: 407, sentence: 'Names are told to the pods of the cluster.' });
      return;
    }
    const found = address(decodeURIComponent(name));
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/plain' }).end(found);
  }

  const server = http.createServer((request, response) => {
    const [, name] = /^\/names\/([^/?]+)$/.exec(request.url ?? '') ?? [];
    if (name) {
      nameOf(request, response, name);
      return;
    }
    plain(request, response).catch(error => answer(response, failed(error)));
  });
  server.on('connect', (request, socket, head) => {
    tunnels.add(socket);
    socket.on('close', () => tunnels.delete(socket)).on('error', () => socket.destroy());
    connect(request, socket, head).catch(error => refuse(socket, failed(error)));
  });
  // Who has no pod's credentials gets nothing here, whatever the name.
  const listening = await listen(server, port, { anyHost: true });
  const url = `http://127.0.0.1:${listening.port}`;
  return {
    url,
    urlFor(podUid) {
      const secret = secrets.get(podUid) ?? randomBytes(18).toString('base64url');
      secrets.set(podUid, secret);
      return url.replace('//', `//${podUid}:${secret}@`);
    },
    async stop() {
      for (const tunnel of tunnels) tunnel.destroy();
      await listening.stop();
    },
  };
}

const failed = (error: Error): Refusal => ({
  status: 502,
  sentence: `The egress proxy could not ask the cluster for the pod's NetworkPolicies: ${error.message}.`,
});

function headersOf({ status, sentence }: Refusal): Record<string, string> {
  return {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(Buffer.byteLength(sentence)),
    connection: 'close',
    ...(status === 407 && { 'proxy-authenticate': 'Basic realm="egress"' }),
  };
}

function answer(response: ServerResponse, refusal: Refusal): void {
  response.writeHead(refusal.status, headersOf(refusal)).end(refusal.sentence);
}

function refuse(socket: Duplex, refusal: Refusal): void {
  const head = Object.entries(headersOf(refusal)).map(([name, value]) => `${name}: ${value}\r\n`);
  const { status, sentence } = refusal;
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\n${head.join('')}\r\n${sentence}`);
}
