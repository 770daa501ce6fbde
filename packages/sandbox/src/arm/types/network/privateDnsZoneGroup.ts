import type { Arm } from '../../arm.ts';
import { invalidReference } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import type { MemberAddress } from './memberAddresses.ts';
import { recordIn } from './privateLinkMembers.ts';

interface ZoneConfig {
  name: string;
  properties: { privateDnsZoneId: string };
}

export const privateDnsZoneGroup: ResourceType = {
  type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
  bare: true,
  etag: true,
  write: { path: 'operations', state: 'Updating', updateState: 'Updating' },
  remove: { path: 'operations', location: 'also' },
  prepare({ id, body, arm }) {
    const configs: ZoneConfig[] = body.properties?.privateDnsZoneConfigs ?? [];
    for (const { properties } of configs) {
      if (!arm.get(properties.privateDnsZoneId))
        throw invalidReference(properties.privateDnsZoneId, id.id);
    }
    return {
      privateDnsZoneConfigs: configs.map(({ name, properties }) => ({
        name,
        properties: { privateDnsZoneId: properties.privateDnsZoneId },
      })),
    };
  },
  done(group, arm) {
    for (const { zone, name, ipAddresses } of records(group, arm)) {
      const id = `${zone.id}/A/${name}`;
      arm.put({
        id,
        name,
        type: 'Microsoft.Network/privateDnsZones/A',
        etag: group.etag,
        properties: {
          fqdn: `${name}.${zone.name}.`,
          ttl: 10,
          isAutoRegistered: false,
          aRecords: ipAddresses.map(ipv4Address => ({ ipv4Address })),
          metadata: { creator: 'created by private endpoint' },
        },
      });
    }
  },
  removed(group, arm) {
    for (const { zone, name } of records(group, arm)) arm.drop(`${zone.id}/A/${name}`);
  },
  present(group, arm) {
    const all = records(group, arm);
    const configs = group.properties.privateDnsZoneConfigs.map((config: ZoneConfig) => ({
      ...config,
      properties: {
        ...config.properties,
        recordSets: all
          .filter(
            ({ zone }) =>
              zone.id.toLowerCase() === config.properties.privateDnsZoneId.toLowerCase(),
          )
          .map(({ name, zone, ipAddresses }) => ({
            recordType: 'A',
            recordSetName: name,
            fqdn: `${name}.${zone.name}`,
            ttl: 10,
            provisioningState: 'Succeeded',
            ipAddresses,
          })),
      },
    }));
    return { ...group, properties: { ...group.properties, privateDnsZoneConfigs: configs } };
  },
};

/** The A records that a zone group means: each private name goes to the zone `privatelink.<its domain>`. */
function records(group: ArmResource, arm: Arm) {
  const endpoint = arm.get(group.id.split('/').slice(0, -2).join('/'));
  const members: MemberAddress[] = endpoint?.properties.customDnsConfigs ?? [];
  return (group.properties.privateDnsZoneConfigs as ZoneConfig[]).flatMap(({ properties }) => {
    const zone = arm.get(properties.privateDnsZoneId);
    if (!zone) return [];
    return members.flatMap(({ fqdn, ipAddresses }) => {
      const name = recordIn(zone.name, fqdn);
      return name === undefined ? [] : [{ zone, name, ipAddresses }];
    });
  });
}
