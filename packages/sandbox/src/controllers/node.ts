import { arch, cpus, platform, release, totalmem } from 'node:os';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { timestamp } from './podStatus.ts';

/** The one node of the cluster: this machine. */
export const nodeName = 'aks-sandbox-10000000-vmss000000';
/** An address of the reference's `aks-subnet`. */
export const nodeAddress = '10.1.0.4';

export function nodeObject(): KubernetesObject {
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

export function nodeStatus(now: Date) {
  const amounts = {
    cpu: String(cpus().length),
    memory: `${Math.floor(totalmem() / 1024)}Ki`,
    pods: '250',
  };
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
