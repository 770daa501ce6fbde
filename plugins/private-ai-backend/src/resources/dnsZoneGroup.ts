import type { ArmResource } from '../azure/client';
import { dnsZoneGroupBody, dnsZoneGroupId } from '../azure/dnsZoneGroup';
import { sameText } from '../azure/resourceId';
import { capital, resourceTypes } from '../azure/resourceTypes';
import { resource, type Resource } from '../engine/resource';
import { actionsOn } from './actions';
import { armResource } from './armResource';
import type { Checkable } from './checkable';
import { hasOwnAccount, type NamedInAzure } from './descriptor';

const type = resourceTypes.dnsZoneGroup;

/** Names of the endpoint in the landing zone's DNS; none where a policy of the company writes them. */
export const dnsZoneGroup: NamedInAzure = {
  in: 'azure',
  id: 'dns-zone-group',
  type,
  title: capital(type.title),
  part: 'foundry',
  dependsOn: ['private-endpoint'],
  within: 'private-endpoint',
  isMade: at => hasOwnAccount(at) && at.zone.network.dnsPolicy !== 'managed',
  name: ({ names }) => `default of ${names.privateEndpoint}`,
  armId: dnsZoneGroupId,
  made: (app, { azure: { arm } }) =>
    resource(
      armResource(dnsZoneGroup, app, {
        arm,
        body: found => dnsZoneGroupBody(app.zone.network.dnsZoneIds!, found),
      }),
    ),
  checked: (group, { zone }) => zonesNamed(group, Object.values(zone.network.dnsZoneIds ?? {})),
  foundBy: 'parent',
  called: (group, endpoint) => `${group.name} of ${endpoint.name}`,
  actions: {
    applications: actionsOn(type.type, 'read', 'write'),
    'dns-zones': actionsOn('Microsoft.Network/privateDnsZones', 'join/action', 'read'),
  },
  removing: { applications: actionsOn(type.type, 'delete') },
};

/** Held to its zones, each by name: a name without its zone resolves to a public address. */
function zonesNamed(group: Resource, zoneIds: readonly string[]): Checkable {
  return {
    ...group,
    differs(found, step) {
      const configs = ((found as ArmResource).properties.privateDnsZoneConfigs ?? []) as {
        properties?: { privateDnsZoneId?: string };
      }[];
      const lacking = zoneIds.filter(
        id => !configs.some(({ properties }) => sameText(properties?.privateDnsZoneId, id)),
      );
      return lacking.length > 0
        ? lacking.map(id => `it lacks the zone ${nameOf(id)}`)
        : group.differs(found, step);
    },
    says: () => `has the zones ${zoneIds.map(nameOf).join(', ')}`,
  };
}

const nameOf = (id: string) => id.split('/').at(-1);
