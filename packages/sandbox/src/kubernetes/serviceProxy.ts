import http, { type IncomingHttpHeaders } from 'node:http';
import type { Call } from './call.ts';
import { servedKind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import type { Objects } from './objects.ts';
import { StatusError } from './status.ts';

/** Where a pod's address and port really answer; undefined when nothing does. */
export type Dial = (podIP: string, port: number) => { host: string; port: number } | undefined;

interface EndpointSlicePort {
  name?: string;
  port?: number;
}
interface Endpoint {
  addresses: string[];
  conditions?: { ready?: boolean };
}

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

const unavailable = (message: string) => new StatusError(503, 'ServiceUnavailable', message);

/**
 * `…/services/[http:]<name>[:port]/proxy/<path>`: passes a request on to a pod behind the Service, without the caller's
 * credentials. Both ways are streams: each part goes on as it comes, and when one side goes away the other is ended.
 * @throws StatusError 503 when nothing answers behind the Service
 */
export function proxyToService(call: Call, search: string, objects: Objects, dial: Dial): void {
  const { path, request, response } = call;
  const [podIP, port] = endpointOf(objects, path.namespace ?? '', path.name ?? '');
  const address = dial(podIP, port);
  if (!address) throw unreachable(podIP, port, 'connect: connection refused');
  const upstream = http.request({
    ...address,
    method: request.method,
    path: `${path.rest ?? '/'}${search}`,
    headers: forwarded(request.headers, `${podIP}:${port}`, request.socket.remoteAddress),
    agent: false,
  });
  const fail = (cause: Error) => {
    if (response.headersSent) {
      response.destroy(cause);
      return;
    }
    const body = JSON.stringify(unreachable(podIP, port, cause.message).body());
    response.writeHead(503, { 'content-type': 'application/json' }).end(body);
  };
  upstream.on('response', answer => {
    response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
    response.flushHeaders();
    answer.on('error', fail);
    answer.pipe(response);
  });
  upstream.on('error', fail);
  upstream.setNoDelay(true);
  response.socket?.setNoDelay(true);
  response.on('close', () => upstream.destroy());
  request.on('error', () => upstream.destroy());
  request.pipe(upstream);
}

const unreachable = (podIP: string, port: number, why: string) =>
  unavailable(`error trying to reach service: dial tcp ${podIP}:${port}: ${why}`);

/** One of the ready addresses behind a Service. @throws StatusError 503 */
function endpointOf(objects: Objects, namespace: string, given: string): [string, number] {
  const [, scheme, name, wanted = ''] =
    /^(?:(https?):)?([^:]+)(?::([^:]*))?$/.exec(given) ?? ([] as string[]);
  if (!name) {
    throw new StatusError(400, 'BadRequest', `invalid service request ${JSON.stringify(given)}`);
  }
  if (scheme === 'https') throw unavailable(`pods behind service "${name}" do not speak TLS here`);
  const service = objects.get(servedKind('Service'), namespace, name);
  const ports: EndpointSlicePort[] = service?.spec?.ports ?? [];
  const port = ports.find(one => wanted === '' || [one.name, String(one.port)].includes(wanted));
  if (service && wanted && !port) {
    throw unavailable(`no service port ${wanted} found for service "${name}"`);
  }
  const found = slicesOf(objects, namespace, name).flatMap(slice => {
    const target = ((slice.ports ?? []) as EndpointSlicePort[]).find(
      one => (one.name ?? '') === (port?.name ?? ''),
    );
    const addresses = ((slice.endpoints ?? []) as Endpoint[])
      .filter(one => one.conditions?.ready !== false)
      .flatMap(one => one.addresses);
    return target?.port
      ? addresses.map((address): [string, number] => [address, target.port as number])
      : [];
  });
  if (!service || found.length === 0) {
    throw unavailable(`no endpoints available for service ${JSON.stringify(name)}`);
  }
  return found[Math.floor(Math.random() * found.length)];
}

const slicesOf = (objects: Objects, namespace: string, service: string): KubernetesObject[] =>
  objects
    .list(servedKind('EndpointSlice'), namespace)
    .filter(slice => slice.metadata.labels?.['kubernetes.io/service-name'] === service);

function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
}

function forwarded(given: IncomingHttpHeaders, host: string, client: string | undefined) {
  // who asked is the API server's business, not the pod's
  const { authorization: _, ...headers } = withoutHops(given);
  return {
    ...headers,
    host,
    'x-forwarded-for': [given['x-forwarded-for'], client].flat().filter(Boolean).join(', '),
    'x-forwarded-host': String(given.host ?? ''),
    'x-forwarded-proto': 'https',
    ...(given['transfer-encoding'] && { 'transfer-encoding': 'chunked' }),
  };
}
