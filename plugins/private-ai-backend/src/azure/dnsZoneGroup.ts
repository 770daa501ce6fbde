import type { LandingZone } from '../config';
import type { ManifestInput } from '../landingZones/names';
import { privateEndpointId } from './privateEndpoint';

export function dnsZoneGroupId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${privateEndpointId(app)}/privateDnsZoneGroups/default`;
}

/** A Foundry account answers under three domains, each with a private zone of its own. */
export function dnsZoneGroupBody(zoneIds: NonNullable<LandingZone['network']['dnsZoneIds']>) {
  const { cognitiveServices, openAi, servicesAi } = zoneIds;
  return {
    properties: {
      privateDnsZoneConfigs: [cognitiveServices, openAi, servicesAi].map(id => ({
        name: String(id.split('/').at(-1)).replaceAll('.', '-'),
        properties: { privateDnsZoneId: id },
      })),
    },
  };
}
