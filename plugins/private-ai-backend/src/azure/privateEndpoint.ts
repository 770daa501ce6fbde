import type { ManifestInput } from '../app/names';
import type { ArmResource } from './client';
import { foundryAccountId } from './foundryAccount';
import { kept } from './kept';
import { sameText } from './resourceId';
import { resourceGroupId } from './resourceGroup';
import { privateAiTags } from './tags';

export function privateEndpointId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${resourceGroupId(app)}/providers/Microsoft.Network/privateEndpoints/${app.names.privateEndpoint}`;
}

interface Connection {
  name: string;
  properties: { privateLinkServiceId: string; requestMessage?: string };
}

/**
 * The group `account` carries all three of a Foundry account's names. A connection to the account that is there keeps its
 * name, which says nothing, and which the azurerm provider renames only by making the endpoint anew. Addresses, interface
 * name and security groups that a company gave to it stay.
 */
export function privateEndpointBody(app: ManifestInput, found?: ArmResource) {
  const accountId = foundryAccountId(app);
  const connections = (found?.properties.privateLinkServiceConnections ?? []) as Connection[];
  const there = connections.find(one => sameText(one.properties.privateLinkServiceId, accountId));
  return {
    location: app.zone.azure.location,
    tags: privateAiTags(app),
    properties: {
      ...kept(theirs(found), ['ipConfigurations', 'applicationSecurityGroups']),
      ...kept(found?.properties, ['customNetworkInterfaceName']),
      subnet: { id: app.zone.network.privateEndpointSubnetId },
      privateLinkServiceConnections: [
        {
          name: there?.name ?? app.names.privateEndpoint,
          properties: {
            ...kept(there?.properties, ['requestMessage']),
            privateLinkServiceId: accountId,
            groupIds: ['account'],
          },
        },
      ],
    },
  };
}

/** Without what Azure says of each, which may not be sent. */
function theirs(found?: ArmResource) {
  const { ipConfigurations = [], applicationSecurityGroups = [] } = (found?.properties ?? {}) as {
    ipConfigurations?: { name?: string; properties?: object }[];
    applicationSecurityGroups?: { id?: string }[];
  };
  return {
    ipConfigurations: ipConfigurations.map(({ name, properties }) => ({
      name,
      properties: kept(properties, ['groupId', 'memberName', 'privateIPAddress']),
    })),
    applicationSecurityGroups: applicationSecurityGroups.map(({ id }) => ({ id })),
  };
}
