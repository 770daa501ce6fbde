import type { Kind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import { isObject } from './place.ts';

/** A column of `kubectl get`: its heading, its cell; `wide` ones show with `-o wide`. */
interface Column {
  name: string;
  cell(object: KubernetesObject): string | number;
  wide?: boolean;
}

const column = (name: string, cell: Column['cell'], wide = false): Column => ({ name, cell, wide });
const none = (value: unknown) => (value === undefined || value === '' ? '<none>' : String(value));
const joined = (map: unknown) =>
  isObject(map)
    ? Object.entries(map)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(',')
    : '<none>';
const count = (map: unknown) => Object.keys((map ?? {}) as object).length;

const byKind: Record<string, Column[]> = {
  Pod: [
    column('Ready', pod => `${ready(pod)}/${pod.spec?.containers?.length ?? 0}`),
    column('Status', podStatus),
    column('Restarts', pod => restarts(pod)),
    column('IP', pod => none(pod.status?.podIP), true),
    column('Node', pod => none(pod.spec?.nodeName), true),
  ],
  Deployment: [
    column('Ready', one => `${one.status?.readyReplicas ?? 0}/${one.spec?.replicas ?? 0}`),
    column('Up-to-date', one => one.status?.updatedReplicas ?? 0),
    column('Available', one => one.status?.availableReplicas ?? 0),
  ],
  ReplicaSet: [
    column('Desired', one => one.spec?.replicas ?? 0),
    column('Current', one => one.status?.replicas ?? 0),
    column('Ready', one => one.status?.readyReplicas ?? 0),
  ],
  Service: [
    column('Type', one => none(one.spec?.type)),
    column('Cluster-IP', one => none(one.spec?.clusterIP)),
    column('External-IP', one => none(one.spec?.externalName)),
    column('Port(s)', one =>
      none(
        ((one.spec?.ports ?? []) as { port: number; protocol: string }[])
          .map(({ port, protocol }) => `${port}/${protocol}`)
          .join(','),
      ),
    ),
    column('Selector', one => joined(one.spec?.selector), true),
  ],
  Namespace: [column('Status', one => none(one.status?.phase))],
  Node: [
    column('Status', one => (conditionOf(one, 'Ready') === 'True' ? 'Ready' : 'NotReady')),
    column('Roles', () => '<none>'),
    column('Version', one => none(one.status?.nodeInfo?.kubeletVersion)),
  ],
  ConfigMap: [column('Data', one => count(one.data) + count(one.binaryData))],
  Secret: [column('Type', one => none(one.type)), column('Data', one => count(one.data))],
  EndpointSlice: [
    column('AddressType', one => none(one.addressType)),
    column('Ports', one =>
      none(((one.ports ?? []) as { port: number }[]).map(({ port }) => port).join(',')),
    ),
    column('Endpoints', one =>
      none(
        ((one.endpoints ?? []) as { addresses: string[] }[])
          .flatMap(({ addresses }) => addresses)
          .join(','),
      ),
    ),
  ],
  Event: [
    column('Type', one => none(one.type)),
    column('Reason', one => none(one.reason)),
    column(
      'Object',
      one => `${String(one.involvedObject?.kind).toLowerCase()}/${one.involvedObject?.name}`,
    ),
    column('Message', one => none(one.message)),
  ],
};

/** `includeObject` says what stands behind each row: the object, its metadata, or nothing. */
export function tableOf(
  kind: Kind,
  objects: KubernetesObject[],
  { resourceVersion, includeObject }: { resourceVersion?: string; includeObject?: string },
) {
  const columns = [
    { ...column('Name', one => one.metadata.name), format: 'name' },
    ...(byKind[kind.kind] ?? []),
    column('Age', one => age(one.metadata.creationTimestamp)),
  ];
  // the wide ones stand last
  const ordered = [...columns].sort((a, b) => Number(a.wide ?? 0) - Number(b.wide ?? 0));
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: resourceVersion ? { resourceVersion } : {},
    columnDefinitions: ordered.map(one => ({
      name: one.name,
      type: 'string',
      format: 'format' in one ? one.format : '',
      description: one.name,
      priority: one.wide ? 1 : 0,
    })),
    rows: objects.map(object => ({
      cells: ordered.map(one => one.cell(object)),
      ...(includeObject !== 'None' && {
        object: includeObject === 'Object' ? object : partial(object),
      }),
    })),
  };
}

/** An object's metadata alone. */
export const partial = ({ metadata }: KubernetesObject) => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
});

interface ContainerStatus {
  ready?: boolean;
  restartCount?: number;
  state?: { waiting?: { reason?: string }; terminated?: { reason?: string } };
}
const statuses = (pod: KubernetesObject): ContainerStatus[] => pod.status?.containerStatuses ?? [];
const ready = (pod: KubernetesObject) => statuses(pod).filter(one => one.ready).length;
const restarts = (pod: KubernetesObject) =>
  statuses(pod).reduce((sum, one) => sum + (one.restartCount ?? 0), 0);

function podStatus(pod: KubernetesObject): string {
  if (pod.metadata.deletionTimestamp) return 'Terminating';
  const reasons = statuses(pod).flatMap(
    ({ state }) => state?.waiting?.reason ?? state?.terminated?.reason ?? [],
  );
  return reasons[0] ?? pod.status?.reason ?? pod.status?.phase ?? 'Unknown';
}

const conditionOf = (object: KubernetesObject, type: string) =>
  (object.status?.conditions as { type: string; status: string }[] | undefined)?.find(
    one => one.type === type,
  )?.status;

/** `35s`, `12m`, `5h`, `3d`. */
function age(since: string | undefined): string {
  if (!since) return '<unknown>';
  const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(since)) / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  return seconds < 172_800 ? `${Math.floor(seconds / 3600)}h` : `${Math.floor(seconds / 86_400)}d`;
}
