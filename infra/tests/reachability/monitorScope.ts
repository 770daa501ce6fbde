import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { same, type Network } from './network.ts';
import { isClosed, serviceOf } from './services.ts';

/**
 * Whose name it is, when a private link scope's endpoint does not carry it there: a scope that is private alone knows only what is in it,
 * an open one leaves the rest to their own settings.
 * https://learn.microsoft.com/azure/azure-monitor/logs/private-link-design
 */
export function outOfScope(
  network: Network,
  scope: ArmResource,
  fqdn: string,
): ArmResource | undefined {
  const owner = serviceOf(network, fqdn);
  if (!owner) return undefined;
  const inside = network
    .of('Microsoft.Insights/privateLinkScopes/scopedResources', scope.id)
    .some(({ properties }) => same(properties.linkedResourceId, owner.id));
  const open = scope.properties.accessModeSettings.ingestionAccessMode === 'Open';
  return inside || (open && !isClosed(owner)) ? undefined : owner;
}
