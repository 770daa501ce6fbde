import type { ManifestInput } from '../landingZones/names';
import type { ArmResource } from './client';
import { foundryAccountId } from './foundryAccount';
import { sameText } from './resourceId';
import { resourceGroupId } from './resourceGroup';
import { privateAiTags } from './tags';

export function privateEndpointId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${resourceGroupId(app)}/providers/Microsoft.Network/privateEndpoints/${app.names.privateEndpoint}`;
}

interface Connection {
  name: string;
  properties: { privateLinkServiceId: string };
}

/**
 * The group `account` carries all three of a Foundry account's names. A connection to the account that is there keeps its
 * name, which says nothing, and which the azurerm provider renames only by making the endpoint anew.
 */
export function privateEndpointBody(app: ManifestInput, found?: ArmResource) {
  const accountId = foundryAccountId(app);
  const connections = (found?.properties.privateLinkServiceConnections ?? []) as Connection[];
  const kept = connections.find(one => sameText(one.properties.privateLinkServiceId, accountId));
  return {
    location: app.zone.azure.location,
    tags: privateAiTags(app),
    properties: {
      subnet: { id: app.zone.network.privateEndpointSubnetId },
      privateLinkServiceConnections: [
        {
          name: kept?.name ?? app.names.privateEndpoint,
          properties: { privateLinkServiceId: accountId, groupIds: ['account'] },
        },
      ],
    },
  };
}
