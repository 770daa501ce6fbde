import type { ManifestInput } from '../app/names';
import type { ArmResource } from './client';
import { kept } from './kept';
import { resourceGroupId } from './resourceGroup';
import { systemIdentity } from './systemIdentity';
import { privateAiTags } from './tags';

/** The application's own account, or the one that the landing zone's applications share. */
export function foundryAccountId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return (
    app.names.sharedAccountId ??
    `${resourceGroupId(app)}/providers/Microsoft.CognitiveServices/accounts/${app.names.foundryAccount}`
  );
}

/**
 * What a company may set on an account beside what the portal means by it. Projects are no part: Azure itself keeps account
 * of them, also in `defaultProject` and `associatedProjects`.
 */
const theirs = [
  'allowedFqdnList',
  'amlWorkspace',
  'apiProperties',
  'dynamicThrottlingEnabled',
  'encryption',
  'locations',
  'networkInjections',
  'raiMonitorConfig',
  'restrictOutboundNetworkAccess',
  'userOwnedStorage',
];

/**
 * Reached through its private endpoint and with Entra tokens only: no public network, no keys. What is there beside that
 * stays.
 */
export function foundryAccountBody(app: ManifestInput, found?: ArmResource) {
  const { networkAcls } = (found?.properties ?? {}) as { networkAcls?: object };
  return {
    kind: 'AIServices',
    location: app.zone.azure.location,
    tags: privateAiTags(app),
    sku: { name: 'S0' },
    identity: systemIdentity(found),
    properties: {
      ...kept(found?.properties, theirs),
      customSubDomainName: app.names.foundrySubdomain,
      publicNetworkAccess: 'Disabled',
      disableLocalAuth: true,
      allowProjectManagement: true,
      networkAcls: {
        ...kept(networkAcls, ['ipRules', 'virtualNetworkRules']),
        defaultAction: 'Deny',
        bypass: 'AzureServices',
      },
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
