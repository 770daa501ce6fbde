import type { LandingZone } from '../config/landingZone';

/**
 * Where in a landing zone an action is needed: `applications` is the subscription, or the company's group that all
 * applications lie in; `account` is there too, or the account that they share.
 */
export type Place =
  'subscription' | 'applications' | 'account' | 'subnet' | 'dns-zones' | 'cluster' | 'registry';

/**
 * What something is needed for: a resource of an application's plan by its id, `portal` for any plan, `build` for the
 * image (`awaited-image` where somebody else builds it), `retire` for taking an application away.
 */
export type Purpose =
  | 'portal'
  | 'resource-group'
  | 'identity'
  | 'foundry-account'
  | 'foundry-project'
  | 'model-deployment'
  | 'former-deployments'
  | 'private-endpoint'
  | 'dns-zone-group'
  | 'role-assignment'
  | 'federated-credential'
  | 'service-connector'
  | 'namespace'
  | 'build'
  | 'awaited-image'
  | 'retire';

const accounts = 'Microsoft.CognitiveServices/accounts';
const cognitive = 'Microsoft.CognitiveServices';
const identities = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const network = 'Microsoft.Network';
const registries = 'Microsoft.ContainerRegistry/registries';
const resources = 'Microsoft.Resources/subscriptions';
const extensions = 'Microsoft.KubernetesConfiguration/extensions';
const linkers = 'Microsoft.ServiceLinker/linkers';
const roleAssignments = 'Microsoft.Authorization/roleAssignments';

/** What the portal's identity has to be allowed, by purpose and place. `infra/roles` grants exactly this. */
export const requiredActions: Record<Purpose, Partial<Record<Place, string[]>>> = {
  portal: {
    subscription: [
      'Microsoft.Authorization/permissions/read',
      `${resources}/read`,
      `${resources}/providers/read`,
    ],
  },
  'resource-group': {
    applications: [`${resources}/resourceGroups/read`, `${resources}/resourceGroups/write`],
  },
  identity: { applications: [`${identities}/read`, `${identities}/write`] },
  'foundry-account': {
    subscription: [
      `${accounts}/read`,
      `${cognitive}/checkDomainAvailability/action`,
      `${cognitive}/locations/operationResults/read`,
      `${cognitive}/locations/resourceGroups/deletedAccounts/read`,
      `${cognitive}/locations/usages/read`,
    ],
    applications: [`${accounts}/read`, `${accounts}/write`],
  },
  'foundry-project': { applications: [`${accounts}/projects/read`, `${accounts}/projects/write`] },
  'model-deployment': {
    subscription: [
      `${cognitive}/locations/models/read`,
      `${cognitive}/locations/operationResults/read`,
      `${cognitive}/locations/usages/read`,
    ],
    account: [`${accounts}/deployments/read`, `${accounts}/deployments/write`, `${accounts}/read`],
  },
  'former-deployments': {
    account: [`${accounts}/deployments/delete`, `${accounts}/deployments/read`],
  },
  'private-endpoint': {
    subscription: [
      `${network}/locations/operationResults/read`,
      `${network}/locations/operations/read`,
    ],
    applications: [
      `${accounts}/privateEndpointConnectionsApproval/action`,
      `${network}/privateEndpoints/read`,
      `${network}/privateEndpoints/write`,
    ],
    subnet: [
      `${network}/virtualNetworks/subnets/join/action`,
      `${network}/virtualNetworks/subnets/read`,
    ],
  },
  'dns-zone-group': {
    applications: [
      `${network}/privateEndpoints/privateDnsZoneGroups/read`,
      `${network}/privateEndpoints/privateDnsZoneGroups/write`,
    ],
    'dns-zones': [`${network}/privateDnsZones/join/action`, `${network}/privateDnsZones/read`],
  },
  'role-assignment': { account: [`${roleAssignments}/read`, `${roleAssignments}/write`] },
  'federated-credential': {
    applications: [
      `${identities}/federatedIdentityCredentials/read`,
      `${identities}/federatedIdentityCredentials/write`,
    ],
  },
  'service-connector': {
    subscription: ['Microsoft.ServiceLinker/locations/operationStatuses/read'],
    // Service Connector works with the caller's token, on the identity and in the cluster.
    applications: [
      `${identities}/assign/action`,
      `${identities}/federatedIdentityCredentials/delete`,
      `${identities}/federatedIdentityCredentials/read`,
      `${identities}/federatedIdentityCredentials/write`,
    ],
    cluster: [
      `${extensions}/operations/read`,
      `${extensions}/read`,
      `${extensions}/write`,
      `${linkers}/listConfigurations/action`,
      `${linkers}/read`,
      `${linkers}/validateLinker/action`,
      `${linkers}/write`,
    ],
  },
  namespace: {
    cluster: [
      'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
      'Microsoft.ContainerService/managedClusters/read',
    ],
  },
  build: {
    registry: [
      `${registries}/listBuildSourceUploadUrl/action`,
      `${registries}/read`,
      `${registries}/runs/cancel/action`,
      `${registries}/runs/listLogSasUrl/action`,
      `${registries}/runs/read`,
      `${registries}/scheduleRun/action`,
    ],
  },
  // AcrPull has it, too; on a registry with ABAC, Container Registry Repository Reader is needed besides.
  'awaited-image': { registry: [`${registries}/pull/read`, `${registries}/read`] },
  retire: {
    subscription: [
      `${cognitive}/deletedAccounts/read`,
      `${resources}/operationresults/read`,
      `${resources}/resourceGroups/read`,
      `${resources}/resources/read`,
    ],
    applications: [
      `${accounts}/delete`,
      `${accounts}/deployments/delete`,
      `${accounts}/projects/delete`,
      `${identities}/delete`,
      `${identities}/federatedIdentityCredentials/delete`,
      `${network}/privateEndpoints/delete`,
      `${network}/privateEndpoints/privateDnsZoneGroups/delete`,
      `${resources}/resourceGroups/delete`,
      `${resources}/resourcegroups/resources/read`,
    ],
    account: [`${roleAssignments}/delete`, `${roleAssignments}/read`],
    cluster: [`${linkers}/delete`],
  },
};

/** What is made only where an application has an account of its own. */
const ofOwnAccount = new Set<Purpose>([
  'foundry-account',
  'foundry-project',
  'former-deployments',
  'private-endpoint',
  'dns-zone-group',
]);

/** Everything that a landing zone may be used for. */
export function purposesIn({
  foundry,
  network: { dnsPolicy },
  registry: { build },
}: LandingZone): Purpose[] {
  return (Object.keys(requiredActions) as Purpose[]).filter(
    purpose =>
      purpose !== (build.strategy === 'tasks' ? 'awaited-image' : 'build') &&
      !(foundry.account === 'shared' && ofOwnAccount.has(purpose)) &&
      !(dnsPolicy === 'managed' && purpose === 'dns-zone-group'),
  );
}

/** What the purposes need at each place, each action once. */
export function actionsAt(purposes: readonly Purpose[], place: Place): string[] {
  return [...new Set(purposes.flatMap(purpose => requiredActions[purpose][place] ?? []))].sort();
}
