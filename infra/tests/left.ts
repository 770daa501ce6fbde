import { platform } from '../../packages/sandbox/src/entra/principals.ts';
import type { ResourceManager } from '../../packages/sandbox/src/arm/resourceManager.ts';

/**
 * Ids of what lies in a subscription (or anywhere), but for the platform team's own role. What Azure keeps of a deleted vault or account, so that it
 * can be restored, is no resource: `kept` has its names.
 */
export function left(arm: ResourceManager, below = ''): { resources: string[]; kept: string[] } {
  const all = arm
    .list(below)
    .filter(({ properties }) => properties.principalId !== platform.objectId);
  const isKept = ({ type }: { type: string }) => /\/deleted(Vaults|Accounts)$/i.test(type);
  return {
    resources: all.filter(one => !isKept(one)).map(({ id }) => id),
    kept: all.filter(isKept).map(({ name }) => name),
  };
}
