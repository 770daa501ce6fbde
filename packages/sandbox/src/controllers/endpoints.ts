import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { canonical } from './canonical.ts';
import type { ClusterClient } from './client.ts';
import { keyOf, type Informer } from './informer.ts';
import { isReady } from './replicaSets.ts';
import { WorkQueue } from './workQueue.ts';

const manager = 'endpointslice-controller';

interface Informers {
  services: Informer;
  pods: Informer;
  endpointslices: Informer;
}

/** Keeps an EndpointSlice for every Service with a selector. */
export function startEndpoints(
  client: ClusterClient,
  { services, pods, endpointslices }: Informers,
  log: (message: string) => void,
): WorkQueue {
  const queue = new WorkQueue(async key => {
    const service = services.get(key);
    if (!service?.spec?.selector || service.metadata.deletionTimestamp) return;
    const slice = endpointSlice(service, pods.all());
    const stored = endpointslices.get(keyOf(slice));
    if (stored && canonical(content(stored)) === canonical(content(slice))) return;
    endpointslices.accept(await client.apply('endpointslices', slice, manager));
  }, log);
  services.onChange(now => now && queue.add(keyOf(now)));
  const selecting = (pod: KubernetesObject | undefined) =>
    pod
      ? services
          .all()
          .filter(one => one.metadata.namespace === pod.metadata.namespace && selects(one, pod))
      : [];
  pods.onChange((now, before) => {
    for (const service of [...selecting(now), ...selecting(before)]) queue.add(keyOf(service));
  });
  return queue;
}

/** The slice of a Service: its pods with an address, and the ports that they have under the Service's names. */
function endpointSlice(service: KubernetesObject, pods: KubernetesObject[]): KubernetesObject {
  const { name, namespace, uid } = service.metadata;
  const mine = pods
    .filter(
      pod => pod.metadata.namespace === namespace && selects(service, pod) && pod.status?.podIP,
    )
    .filter(pod => !['Succeeded', 'Failed'].includes(pod.status.phase))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${createHash('sha256').update(String(uid)).digest('hex').slice(0, 5)}`,
      namespace,
      labels: {
        'kubernetes.io/service-name': name,
        'endpointslice.kubernetes.io/managed-by': `${manager}.k8s.io`,
      },
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Service', name, uid: String(uid), controller: true },
      ],
    },
    addressType: 'IPv4',
    endpoints: mine.map(pod => {
      const terminating = pod.metadata.deletionTimestamp !== undefined;
      const serving = isReady(pod);
      return {
        addresses: [pod.status.podIP],
        conditions: { ready: serving && !terminating, serving, terminating },
        targetRef: {
          kind: 'Pod',
          name: pod.metadata.name,
          namespace,
          uid: pod.metadata.uid,
        },
        ...(pod.spec.nodeName && { nodeName: pod.spec.nodeName }),
      };
    }),
    ports: ports(service, mine),
  };
}

interface ServicePort {
  name?: string;
  port: number;
  protocol?: string;
  targetPort?: number | string;
}

function ports(service: KubernetesObject, pods: KubernetesObject[]) {
  return ((service.spec.ports ?? []) as ServicePort[]).flatMap(
    ({ name = '', port, protocol = 'TCP', targetPort = port }) => {
      const number = typeof targetPort === 'number' ? targetPort : namedPort(pods, targetPort);
      return number === undefined ? [] : [{ name, port: number, protocol }];
    },
  );
}

function namedPort(pods: KubernetesObject[], name: string): number | undefined {
  return pods
    .flatMap(pod => pod.spec.containers as { ports?: { name?: string; containerPort: number }[] }[])
    .flatMap(container => container.ports ?? [])
    .find(port => port.name === name)?.containerPort;
}

function selects(service: KubernetesObject, pod: KubernetesObject): boolean {
  const wanted = Object.entries<string>(service.spec?.selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => pod.metadata.labels?.[key] === value);
}

const content = ({ endpoints, ports }: KubernetesObject) => ({
  endpoints: endpoints ?? [],
  ports: ports ?? [],
});
