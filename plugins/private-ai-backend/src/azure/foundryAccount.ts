import type { ManifestInput } from '../landingZones/names';
import { resourceGroupId } from './resourceGroup';
import { privateAiTags } from './tags';

/** The application's own account, or the one that the landing zone's applications share. */
export function foundryAccountId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return (
    app.names.sharedAccountId ??
    `${resourceGroupId(app)}/providers/Microsoft.CognitiveServices/accounts/${app.names.foundryAccount}`
  );
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

/** Where Azure keeps a deleted account for 48 hours, under the name that it had. */
export function deletedAccountId({ names, zone }: Pick<ManifestInput, 'names' | 'zone'>): string {
  const { subscriptionId, location } = zone.azure;
  return `/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/locations/${location}/resourceGroups/${names.resourceGroup}/deletedAccounts/${names.foundryAccount}`;
}

/** Every deleted account of the subscription that is still kept. */
export function deletedAccountsPath({ azure }: ManifestInput['zone']): string {
  return `/subscriptions/${azure.subscriptionId}/providers/Microsoft.CognitiveServices/deletedAccounts`;
}

/** Takes a deleted account back as it was; whose it is goes along, since tags need not have been kept. */
export function restoredAccountBody(app: ManifestInput) {
  return {
    location: app.zone.azure.location,
    tags: privateAiTags(app),
    properties: { restore: true },
  };
}
