import type { LandingZone } from '../config/landingZone';
import type { ManifestInput } from '../app/names';
import type { ArmResource } from './client';
import { privateEndpointId } from './privateEndpoint';
import { sameText } from './resourceId';

export function dnsZoneGroupId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${privateEndpointId(app)}/privateDnsZoneGroups/default`;
}

interface ZoneConfig {
  name: string;
  properties: { privateDnsZoneId: string };
}

/**
 * A Foundry account answers under three domains, each with a private zone of its own. What is there for a domain stays
 * under the name and in the place that it has, because these say nothing and differ from client to client; so do zones of
 * other domains.
 */
export function dnsZoneGroupBody(
  zoneIds: NonNullable<LandingZone['network']['dnsZoneIds']>,
  found?: ArmResource,
) {
  const { cognitiveServices, openAi, servicesAi } = zoneIds;
  const wanted = [cognitiveServices, openAi, servicesAi];
  const there = (found?.properties.privateDnsZoneConfigs ?? []) as ZoneConfig[];
  const kept = there.map(({ name, properties: { privateDnsZoneId: id } }) => ({
    name,
    id: wanted.find(one => sameText(domainOf(one), domainOf(id))) ?? id,
  }));
  const missing = wanted
    .filter(id => !kept.some(one => one.id === id))
    .map(id => ({ name: domainOf(id).replaceAll('.', '-'), id }));
  return {
    properties: {
      privateDnsZoneConfigs: [...kept, ...missing].map(({ name, id }) => ({
        name,
        properties: { privateDnsZoneId: id },
      })),
    },
  };
}

const domainOf = (zoneId: string) => String(zoneId.split('/').at(-1));
