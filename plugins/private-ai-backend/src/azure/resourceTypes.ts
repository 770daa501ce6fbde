import { apiVersions } from './apiVersions';

/** A type of Azure's. */
export interface ResourceType {
  /** E.g. `Microsoft.Network/privateEndpoints`. */
  type: string;
  /** In the middle of a sentence, e.g. `private endpoint`. */
  title: string;
  apiVersion: string;
}

const { cognitiveServices, network } = apiVersions;

/** The types of Azure that the portal asks for by id; nothing else names one. */
export const resourceTypes = {
  resourceGroup: {
    type: 'Microsoft.Resources/resourceGroups',
    title: 'resource group',
    apiVersion: apiVersions.resourceGroup,
  },
  identity: {
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    title: 'managed identity',
    apiVersion: apiVersions.identity,
  },
  federatedCredential: {
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
    title: 'federated credential',
    apiVersion: apiVersions.identity,
  },
  foundryAccount: {
    type: 'Microsoft.CognitiveServices/accounts',
    title: 'Foundry account',
    apiVersion: cognitiveServices,
  },
  deletedAccount: {
    type: 'Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts',
    title: 'deleted Foundry account',
    apiVersion: cognitiveServices,
  },
  foundryProject: {
    type: 'Microsoft.CognitiveServices/accounts/projects',
    title: 'Foundry project',
    apiVersion: cognitiveServices,
  },
  modelDeployment: {
    type: 'Microsoft.CognitiveServices/accounts/deployments',
    title: 'model deployment',
    apiVersion: cognitiveServices,
  },
  privateEndpoint: {
    type: 'Microsoft.Network/privateEndpoints',
    title: 'private endpoint',
    apiVersion: network,
  },
  dnsZoneGroup: {
    type: 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups',
    title: 'DNS zone group',
    apiVersion: network,
  },
  roleAssignment: {
    type: 'Microsoft.Authorization/roleAssignments',
    title: 'role assignment',
    apiVersion: apiVersions.roleAssignment,
  },
  serviceConnector: {
    type: 'Microsoft.ServiceLinker/linkers',
    title: 'service connector',
    apiVersion: apiVersions.serviceConnector,
  },
  cluster: {
    type: 'Microsoft.ContainerService/managedClusters',
    title: 'AKS cluster',
    apiVersion: apiVersions.managedCluster,
  },
  registry: {
    type: 'Microsoft.ContainerRegistry/registries',
    title: 'container registry',
    apiVersion: apiVersions.registry,
  },
} as const satisfies Record<string, ResourceType>;

/** At the beginning of a sentence. */
export const capital = (title: string): string => title.charAt(0).toUpperCase() + title.slice(1);
