import type { ResourceType } from '../../resourceType.ts';
import { agentPool } from './agentPool.ts';
import { maintenanceConfiguration } from './maintenanceConfiguration.ts';
import { managedCluster } from './managedCluster.ts';

/** Microsoft.ContainerService */
export const containerService: ResourceType[] = [
  agentPool,
  maintenanceConfiguration,
  managedCluster,
];
