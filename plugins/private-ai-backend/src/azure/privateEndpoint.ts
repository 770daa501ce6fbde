import type { ManifestInput } from '../landingZones/names';
import { foundryAccountId } from './foundryAccount';
import { resourceGroupId } from './resourceGroup';
import { privateAiTags } from './tags';

export function privateEndpointId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${resourceGroupId(app)}/providers/Microsoft.Network/privateEndpoints/${app.names.privateEndpoint}`;
}

/** The group `account` carries all three of a Foundry account's names. */
export function privateEndpointBody(app: ManifestInput) {
  return {
    location: app.zone.azure.location,
    tags: privateAiTags(app),
    properties: {
      subnet: { id: app.zone.network.privateEndpointSubnetId },
      privateLinkServiceConnections: [
        {
          name: app.names.privateEndpoint,
          properties: { privateLinkServiceId: foundryAccountId(app), groupIds: ['account'] },
        },
      ],
    },
  };
}
