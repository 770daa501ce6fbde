import type { Arm } from '../../arm.ts';
import type { ArmResource } from '../../resource.ts';
import { addressesOf, type MemberAddress } from './memberAddresses.ts';
import { privateDnsZoneGroup } from './privateDnsZoneGroup.ts';
import { connectionOf, privateEndpoint } from './privateEndpoint.ts';
import { membersOf, recordIn } from './privateLinkMembers.ts';

/**
 * What comes into a private link scope, or leaves it, comes to the endpoints of the scope: each has an address for every name, and its
 * zone group a record. (Microsoft's page on designing it counts the addresses that each workspace takes; that nobody has to write the
 * endpoint again is unconfirmed.)
 */
export function followScope(scopeId: string, arm: Arm): void {
  const scope = arm.get(scopeId);
  if (!scope) return;
  for (const endpoint of arm.stored('', privateEndpoint.type)) {
    const { privateLinkServiceId, groupIds } = connectionOf(endpoint)?.properties ?? {};
    if (privateLinkServiceId?.toLowerCase() !== scope.id.toLowerCase()) continue;
    const members = membersOf(scope, groupIds, arm);
    const before = endpoint.properties.customDnsConfigs as MemberAddress[];
    const isMember = ({ fqdn }: MemberAddress) => members.some(one => one.fqdn === fqdn);
    const added = members.filter(({ fqdn }) => !before.some(one => one.fqdn === fqdn));
    const { addressPrefix, addressPrefixes } =
      arm.get(endpoint.properties.subnet.id)?.properties ?? {};
    const prefix = addressPrefix ?? addressPrefixes[0];
    const customDnsConfigs = [
      ...before.filter(isMember),
      ...addressesOf(added, { prefix, asked: [], arm }),
    ];
    const now = { ...endpoint, properties: { ...endpoint.properties, customDnsConfigs } };
    arm.put(now);
    privateEndpoint.done?.(now, arm, arm.hooks);
    const gone = before.filter(one => !isMember(one));
    for (const group of arm.stored(endpoint.id, privateDnsZoneGroup.type)) {
      privateDnsZoneGroup.done?.(group, arm, arm.hooks);
      for (const zone of zonesOf(group, arm))
        for (const { fqdn } of gone) {
          const name = recordIn(zone.name, fqdn);
          if (name !== undefined) arm.drop(`${zone.id}/A/${name}`);
        }
    }
  }
}

const zonesOf = (group: ArmResource, arm: Arm): ArmResource[] =>
  (group.properties.privateDnsZoneConfigs as ArmResource[])
    .map(({ properties }) => arm.get(properties.privateDnsZoneId))
    .filter(zone => zone !== undefined);
