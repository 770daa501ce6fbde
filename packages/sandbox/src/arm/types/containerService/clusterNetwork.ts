import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import type { Pool } from './pools.ts';

/** The table that a subnet's traffic goes by. */
export const routeTableOf = (subnet: string | undefined, arm: Arm) =>
  (subnet ? arm.get(subnet)?.properties.routeTable?.id : undefined) as string | undefined;

/**
 * @throws ArmError where the cluster is to leave by a route that its subnet does not have
 * https://learn.microsoft.com/azure/aks/egress-outboundtype
 */
export function requireNetwork(
  pool: Pool,
  profile: { outboundType?: string } | undefined,
  arm: Arm,
): void {
  if (profile?.outboundType !== 'userDefinedRouting') return;
  const table = routeTableOf(pool.vnetSubnetID, arm);
  const routes = table && arm.get(table)?.properties.routes;
  const out = routes?.some(
    (route: { properties: { addressPrefix: string } }) =>
      route.properties.addressPrefix === '0.0.0.0/0',
  );
  if (!out)
    throw new ArmError(
      400,
      'ExistingRouteTableNotAssociatedWithSubnet',
      `An existing route table has not been associated with subnet ${pool.vnetSubnetID}. Please update the route table association`,
    );
}

/** Whether a cluster brings a private zone of its own. */
export const takesZone = (zone: string | undefined): zone is string =>
  Boolean(zone) && !['system', 'none'].includes(zone?.toLowerCase() ?? '');

/**
 * @throws ArmError where the private zone does not exist, or is none for clusters of this region: the codes unconfirmed
 * https://learn.microsoft.com/azure/aks/private-clusters (privatelink.<region>.azmk8s.io, or <subzone>.privatelink.<region>.azmk8s.io)
 */
export function requireZone(
  { zone, cluster, location }: { zone?: string; cluster: string; location: string },
  arm: Arm,
): void {
  if (!takesZone(zone)) return;
  if (!arm.get(zone))
    throw new ArmError(
      400,
      'CustomPrivateDNSZoneNotFound',
      `The private DNS zone ${zone} of the cluster ${cluster} could not be found.`,
    );
  if (!new RegExp(`/([a-z0-9-]{1,32}\\.)?privatelink\\.${location}\\.azmk8s\\.io$`, 'i').test(zone))
    throw new ArmError(
      400,
      'CustomPrivateDNSZoneFormatNotSupported',
      `The private DNS zone ${zone} has the format of none for clusters: privatelink.${location}.azmk8s.io.`,
    );
}
