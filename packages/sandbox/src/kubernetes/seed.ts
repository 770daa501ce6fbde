import { servedKind } from './kinds.ts';
import { seedTelemetry } from './seedTelemetry.ts';
import type { Resources } from './resources.ts';

const systemNamespaces = [
  'default',
  'kube-system',
  'kube-public',
  'opentelemetry-operator-system',
  'cert-manager',
];
/** The one node. Its name is written as AKS names them. */
const nodeName = 'aks-sandbox-10000000-vmss000000';
const writer = { manager: 'sandbox', apiVersion: 'v1' };

/** What a new cluster holds; nothing that is there already is touched. */
export function seed(resources: Resources): void {
  const { objects } = resources;
  for (const name of systemNamespaces) {
    const kind = servedKind('Namespace');
    if (objects.get(kind, undefined, name)) continue;
    const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
    resources.create({ kind }, object, { writer, dryRun: false });
  }
  seedTelemetry(resources);
  const kind = servedKind('Node');
  if (objects.get(kind, undefined, nodeName)) return;
  const metadata = {
    name: nodeName,
    labels: {
      'kubernetes.io/hostname': nodeName,
      'kubernetes.io/os': 'linux',
      'kubernetes.azure.com/mode': 'system',
    },
  };
  const node = { apiVersion: 'v1', kind: 'Node', metadata };
  resources.create({ kind }, node, { writer, dryRun: false });
  const amounts = { cpu: '8', memory: '32Gi', pods: '110' };
  const time = `${new Date().toISOString().slice(0, 19)}Z`;
  const status = {
    capacity: amounts,
    allocatable: amounts,
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
        lastHeartbeatTime: time,
        lastTransitionTime: time,
      },
    ],
    addresses: [{ type: 'Hostname', address: nodeName }],
    nodeInfo: { kubeletVersion: 'v1.37.2', operatingSystem: 'linux' },
  };
  resources.update(
    { kind, name: nodeName },
    { ...node, status },
    { writer: { ...writer, subresource: 'status' }, dryRun: false },
  );
}
