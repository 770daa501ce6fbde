import type { ResourceType } from '../../resourceType.ts';
import { agentPool } from './agentPool.ts';
import { cacheRule } from './cacheRule.ts';
import { containerRegistry } from './containerRegistry.ts';

/** Microsoft.ContainerRegistry */
export const containerRegistries: ResourceType[] = [agentPool, cacheRule, containerRegistry];
