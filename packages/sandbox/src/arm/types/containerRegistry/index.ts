import type { ResourceType } from '../../resourceType.ts';
import { agentPool } from './agentPool.ts';
import { cacheRule } from './cacheRule.ts';
import { containerRegistry } from './containerRegistry.ts';
import { taskRun } from './taskRun.ts';

/** Microsoft.ContainerRegistry */
export const containerRegistries: ResourceType[] = [
  agentPool,
  cacheRule,
  containerRegistry,
  taskRun,
];
