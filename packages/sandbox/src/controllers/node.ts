import { arch, platform, release } from 'node:os';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ClusterClient } from './client.ts';
import { timestamp } from './podStatus.ts';

/** The one node of the cluster: this machine. */
export const nodeName = 'aks-sandbox-10000000-vmss000000';
/** An address of the reference's `aks-subnet`. */
export const nodeAddress = '10.1.0.4';

function nodeObject(): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: nodeName,
      labels: {
        'kubernetes.io/hostname': nodeName,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': arch() === 'x64' ? 'amd64' : arch(),
        'kubernetes.azure.com/agentpool': 'general',
        workload: 'general',
      },
    },
    spec: { podCIDR: '10.244.0.0/24', podCIDRs: ['10.244.0.0/24'] },
  };
}

function nodeStatus(now: Date) {
  // It stands for a whole pool: what this machine has says nothing of what fits into one.
  const amounts = { cpu: '32', memory: '128Gi', pods: '250' };
  const time = timestamp(now);
  return {
    capacity: amounts,
    allocatable: amounts,
    addresses: [
      { type: 'InternalIP', address: nodeAddress },
      { type: 'Hostname', address: nodeName },
    ],
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
    nodeInfo: {
      machineID: '',
      systemUUID: '',
      bootID: '',
      kernelVersion: release(),
      osImage: `${platform()} (local processes)`,
      containerRuntimeVersion: `process://${process.versions.node}`,
      kubeletVersion: 'v1.36.0',
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: arch() === 'x64' ? 'amd64' : arch(),
    },
  };
}

/** Makes the node known as ready for pods; taints that somebody put on it stay. */
export async function registerNode(client: ClusterClient): Promise<void> {
  const name = { name: nodeName };
  const wanted = nodeObject();
  const kept = (await client.get('nodes', name)) ?? (await client.create('nodes', wanted));
  // Admission puts it on every new node; the node controller, which is not here, takes it off one that is ready.
  const taints = kept.spec?.taints?.filter(
    (one: { key: string }) => one.key !== 'node.kubernetes.io/not-ready',
  );
  const { labels } = wanted.metadata;
  await client.merge('nodes', name, { metadata: { labels }, ...(taints && { spec: { taints } }) });
  await client.merge('nodes', name, { status: nodeStatus(new Date()) }, 'status');
}
