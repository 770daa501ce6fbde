import type { ArmResource } from '../azure/client';
import { sameText } from '../azure/resourceId';
import type { Resource } from '../engine/resource';
import type { Checkable } from './checks';

/** The zone group held to its zones, each by name: a name without its zone resolves to a public address. */
export function zonesNamed(group: Resource, zoneIds: readonly string[]): Checkable {
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
