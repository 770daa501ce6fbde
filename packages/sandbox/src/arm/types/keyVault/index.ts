import type { ResourceType } from '../../resourceType.ts';
import { deletedVault, vault } from './vault.ts';

/** Microsoft.KeyVault */
export const keyVault: ResourceType[] = [deletedVault, vault];
