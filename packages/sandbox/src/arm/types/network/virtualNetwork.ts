import { randomUUID } from 'node:crypto';
import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { peering } from './peering.ts';
import { requireReference } from './provider.ts';
import { contains, overlaps } from '../../addresses.ts';

const subnetType = 'Microsoft.Network/virtualNetworks/subnets';

export const virtualNetwork: ResourceType = {
  type: 'Microsoft.Network/virtualNetworks',
  tracked: true,
  bare: true,
  etag: true,
  write: { path: 'operations', state: 'Updating', updateState: 'Updating' },
  remove: { path: 'operations', location: 'also' },
  prepare({ body, existing }) {
    if (body.location) requireLocation(body.location);
    const { subnets, ...properties } = body.properties ?? {};
    return {
      enableDdosProtection: false,
      ...properties,
      resourceGuid: existing?.properties.resourceGuid ?? randomUUID(),
      askedSubnets: subnets,
    };
  },
  done(network, arm) {
    const { askedSubnets, ...properties } = network.properties;
    arm.put({ ...network, properties });
    if (!askedSubnets) return;
    const kept = new Set<string>();
    for (const { name, properties: asked } of askedSubnets) {
      const id = `${network.id}/subnets/${name}`;
      kept.add(id.toLowerCase());
      arm.put({
        id,
        name,
        type: subnetType,
        etag: `"${randomUUID()}"`,
        properties: subnetProperties(asked),
      });
    }
    for (const below of arm.list(network.id, subnetType)) {
      if (!kept.has(below.id.toLowerCase())) arm.drop(below.id);
    }
  },
  removing: (network, arm) =>
    arm.list(network.id, subnetType).forEach(below => refuseInUse(below, arm)),
  present(network, arm) {
    const { askedSubnets: _, ...properties } = network.properties;
    const subnets = arm.list(network.id, subnetType);
    const virtualNetworkPeerings = arm.list(network.id, peering.type);
    return { ...network, properties: { ...properties, subnets, virtualNetworkPeerings } };
  },
};

export const subnet: ResourceType = {
  type: subnetType,
  etag: true,
  bare: true,
  write: { path: 'operations', state: 'Updating', updateState: 'Updating' },
  remove: { path: 'operations', location: 'also' },
  prepare({ id, body, arm }) {
    const properties = subnetProperties(body.properties ?? {});
    const { location } = arm.get(id.parent) as ArmResource;
    for (const field of ['networkSecurityGroup', 'routeTable'])
      if (properties[field]) requireReference(properties[field], { by: id.id, location, arm });
    const prefixes: string[] = properties.addressPrefixes ?? [properties.addressPrefix];
    const space: string[] = arm.get(id.parent)?.properties.addressSpace?.addressPrefixes ?? [];
    for (const prefix of prefixes) {
      if (!prefix || !space.some(range => contains(range, prefix))) {
        throw new ArmError(
          400,
          'NetcfgInvalidSubnet',
          `Subnet '${id.name}' is not valid in virtual network '${id.parent.split('/').at(-1)}'.`,
        );
      }
      const taken = arm
        .list(id.parent, subnetType)
        .filter(other => other.name.toLowerCase() !== id.name.toLowerCase())
        .find(other =>
          (other.properties.addressPrefixes ?? [other.properties.addressPrefix]).some(
            (range: string) => overlaps(range, prefix),
          ),
        );
      if (taken) {
        throw new ArmError(
          400,
          'NetcfgSubnetRangesOverlap',
          `Subnet '${id.name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${id.parent.split('/').at(-1)}'.`,
        );
      }
    }
    return properties;
  },
  removing: refuseInUse,
};

// azurerm and the documentation: what a GET adds to a subnet that left it out.
function subnetProperties(asked: ArmResource['properties']): ArmResource['properties'] {
  return {
    privateEndpointNetworkPolicies: 'Disabled',
    privateLinkServiceNetworkPolicies: 'Enabled',
    ...asked,
    provisioningState: 'Succeeded',
  };
}

function refuseInUse(below: ArmResource, arm: Arm): void {
  const [user] = usersOf(below, arm);
  if (!user) return;
  throw new ArmError(
    400,
    'InUseSubnetCannotBeDeleted',
    `Subnet ${below.name} is in use by ${user.id} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet.`,
  );
}

/** What has an address in a subnet. */
function usersOf(below: ArmResource, arm: Arm): ArmResource[] {
  const here = (id?: string) => id?.toLowerCase() === below.id.toLowerCase();
  return [
    ...arm
      .stored('', 'Microsoft.Network/privateEndpoints')
      .filter(one => here(one.properties.subnet?.id)),
    ...arm
      .stored('', 'Microsoft.Network/azureFirewalls')
      .filter(one =>
        one.properties.ipConfigurations.some((ip: ArmResource) => here(ip.properties.subnet?.id)),
      ),
    ...arm
      .stored('', 'Microsoft.ContainerService/managedClusters')
      .filter(one =>
        one.properties.agentPoolProfiles?.some((pool: { vnetSubnetID?: string }) =>
          here(pool.vnetSubnetID),
        ),
      ),
  ];
}
