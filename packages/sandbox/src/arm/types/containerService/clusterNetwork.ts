import { ArmError } from '../../errors.ts';
import type { ResourceManager } from '../../resourceManager.ts';
import type { Pool } from './pools.ts';

/**
 * @throws ArmError where the cluster is to leave by a route that its subnet does not have
 * https://learn.microsoft.com/azure/aks/egress-outboundtype
 */
export function requireNetwork(
  pool: Pool,
  profile: { outboundType?: string } | undefined,
  arm: ResourceManager,
): void {
  if (profile?.outboundType !== 'userDefinedRouting') return;
  const table = arm.get(pool.vnetSubnetID)?.properties.routeTable?.id;
  const routes = table && arm.get(table)?.properties.routes;
  const out = routes?.some(
    (route: { properties: { addressPrefix: string } }) =>
      route.properties.addressPrefix === '0.0.0.0/0',
  );
  if (!out)
    throw new ArmError(
      400,
      'ExistingRouteTableNotAssociatedWithSubnet',
      `An existing route table with a default route has not been associated with subnet ${pool.vnetSubnetID}. Please update the route table association.`,
    );
}

/** @throws ArmError where the private zone does not exist, or is none for clusters */
export function requireZone(zone: string | undefined, cluster: string, arm: ResourceManager): void {
  if (!zone || ['system', 'none'].includes(zone.toLowerCase())) return;
  if (!arm.get(zone))
    throw new ArmError(
      400,
      'CustomPrivateDNSZoneNotFound',
      `The private DNS zone ${zone} of the cluster ${cluster} could not be found.`,
    );
  if (!/\/(.+\.)?privatelink\.[a-z0-9]+\.azmk8s\.io$/i.test(zone))
    throw new ArmError(
      400,
      'CustomPrivateDNSZoneFormatNotSupported',
      `The private DNS zone ${zone} has the format of none for clusters: privatelink.<region>.azmk8s.io.`,
    );
}
