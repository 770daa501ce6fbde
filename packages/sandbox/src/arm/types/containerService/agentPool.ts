import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { requirePool, shown } from './pools.ts';

/** Machines of a cluster; the first pool is asked for with the cluster, and lies beside the others. */
export const agentPool: ResourceType = {
  type: 'Microsoft.ContainerService/managedClusters/agentPools',
  write: { path: 'operations', state: 'Creating', updateState: 'Updating' },
  remove: { path: 'operations', location: 'also' },
  prepare({ id, body, arm }) {
    const pool = body.properties ?? {};
    const cluster = arm.get(id.parent) as ArmResource;
    requirePool({ name: id.name, location: cluster.location ?? '' }, pool, arm);
    return shown(pool, cluster.properties.currentKubernetesVersion);
  },
};
