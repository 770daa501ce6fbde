import type { ManifestInput } from '../landingZones/names';
import { resourceGroupId } from './resourceGroup';
import { privateAiTags } from './tags';

export function foundryAccountId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${resourceGroupId(app)}/providers/Microsoft.CognitiveServices/accounts/${app.names.foundryAccount}`;
}

/** Reached through its private endpoint and with Entra tokens only: no public network, no keys. */
export function foundryAccountBody(app: ManifestInput) {
  return {
    kind: 'AIServices',
    location: app.zone.azure.location,
    tags: privateAiTags(app),
    sku: { name: 'S0' },
    identity: { type: 'SystemAssigned' },
    properties: {
      customSubDomainName: app.names.foundrySubdomain,
      publicNetworkAccess: 'Disabled',
      disableLocalAuth: true,
      allowProjectManagement: true,
      networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices' },
    },
  };
}
