import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { knownLocation, ofNetwork, referring, refuseWhileUsed } from './provider.ts';

const subnetType = 'Microsoft.Network/virtualNetworks/subnets';

export const routeTable: ResourceType = {
  ...ofNetwork,
  type: 'Microsoft.Network/routeTables',
  tracked: true,
  prepare({ id, body }) {
    knownLocation(body.location);
    const routes: Pick<ArmResource, 'name' | 'properties'>[] = body.properties?.routes ?? [];
    return {
      ...body.properties,
      routes: routes.map(({ name, properties }) => {
        const { nextHopType, nextHopIpAddress } = properties;
        if ((nextHopType === 'VirtualAppliance') !== Boolean(nextHopIpAddress))
          throw new ArmError(
            400,
            'NextHopIpAddressInvalidForRoute',
            `Route ${name} has next hop type ${nextHopType}: a next hop IP address goes with VirtualAppliance and with nothing else.`,
          );
        return {
          id: `${id.id}/routes/${name}`,
          name,
          type: 'Microsoft.Network/routeTables/routes',
          properties: { ...properties, provisioningState: 'Succeeded' },
        };
      }),
    };
  },
  removing: (table, arm) =>
    refuseWhileUsed(
      'InUseRouteTableCannotBeDeleted',
      table,
      referring(arm, subnetType, 'routeTable', table.id),
    ),
  present: (table, arm) => ({
    ...table,
    properties: {
      ...table.properties,
      subnets: referring(arm, subnetType, 'routeTable', table.id).map(({ id }) => ({ id })),
    },
  }),
};
