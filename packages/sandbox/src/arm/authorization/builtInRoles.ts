/** What a role definition permits. */
export interface Permission {
  actions: string[];
  notActions: string[];
  dataActions: string[];
  notDataActions: string[];
}

export interface BuiltInRole {
  roleName: string;
  description: string;
  permission: Permission;
}

const role = (
  roleName: string,
  description: string,
  { actions = [], notActions = [], dataActions = [], notDataActions = [] }: Partial<Permission>,
): BuiltInRole => ({
  roleName,
  description,
  permission: { actions, notActions, dataActions, notDataActions },
});

const support = [
  'Microsoft.Insights/alertRules/*',
  'Microsoft.Resources/deployments/*',
  'Microsoft.Resources/subscriptions/resourceGroups/read',
  'Microsoft.Support/*',
];
const cognitiveReads = [
  'Microsoft.CognitiveServices/*/read',
  'Microsoft.Authorization/roleAssignments/read',
  'Microsoft.Authorization/roleDefinitions/read',
];

const repositoryReads = [
  'Microsoft.ContainerRegistry/registries/repositories/metadata/read',
  'Microsoft.ContainerRegistry/registries/repositories/content/read',
];
const repositoryWrites = [
  'Microsoft.ContainerRegistry/registries/repositories/metadata/write',
  'Microsoft.ContainerRegistry/registries/repositories/content/write',
];

/**
 * Roles that landing zones of this kind give, by Microsoft's ids, with their actions.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles (Contributor and Reader: recorded 2020 and 2023)
 */
export const builtInRoles: Record<string, BuiltInRole> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': role(
    'Owner',
    'Grants full access to manage all resources, including the ability to assign roles in Azure RBAC.',
    { actions: ['*'] },
  ),
  'b24988ac-6180-42a0-ab88-20f7382dd24c': role(
    'Contributor',
    'Grants full access to manage all resources, but does not allow you to assign roles in Azure RBAC, manage assignments in Azure Blueprints, or share image galleries.',
    {
      actions: ['*'],
      notActions: [
        'Microsoft.Authorization/*/Delete',
        'Microsoft.Authorization/*/Write',
        'Microsoft.Authorization/elevateAccess/Action',
        'Microsoft.Blueprint/blueprintAssignments/write',
        'Microsoft.Blueprint/blueprintAssignments/delete',
        'Microsoft.Compute/galleries/share/action',
      ],
    },
  ),
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': role(
    'Reader',
    'View all resources, but does not allow you to make any changes.',
    { actions: ['*/read'] },
  ),
  '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9': role(
    'User Access Administrator',
    'Lets you manage user access to Azure resources.',
    { actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'] },
  ),
  'f58310d9-a9f6-439a-9e8d-f62e7b41a168': role(
    'Role Based Access Control Administrator',
    'Manage access to Azure resources by assigning roles using Azure RBAC.',
    {
      actions: [
        'Microsoft.Authorization/roleAssignments/write',
        'Microsoft.Authorization/roleAssignments/delete',
        '*/read',
        'Microsoft.Support/*',
      ],
    },
  ),
  '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd': role(
    'Cognitive Services OpenAI User',
    'Ability to view files, models, deployments. Readers are able to call inference operations such as chat completions and image generation.',
    {
      actions: cognitiveReads,
      dataActions: [
        'Microsoft.CognitiveServices/accounts/OpenAI/*/read',
        'Microsoft.CognitiveServices/accounts/OpenAI/engines/completions/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/engines/search/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/engines/generate/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/search/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/completions/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/embeddings/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/deployments/extensions/chat/completions/action',
        'Microsoft.CognitiveServices/accounts/OpenAI/responses/*',
      ],
    },
  ),
  'a001fd3d-188f-4b5d-821b-7da978bf7442': role(
    'Cognitive Services OpenAI Contributor',
    'Full access including the ability to fine-tune, deploy and generate text.',
    {
      actions: [
        ...cognitiveReads,
        'Microsoft.CognitiveServices/accounts/deployments/write',
        'Microsoft.CognitiveServices/accounts/deployments/delete',
        'Microsoft.CognitiveServices/accounts/raiPolicies/write',
        'Microsoft.CognitiveServices/accounts/raiPolicies/delete',
      ],
      dataActions: ['Microsoft.CognitiveServices/accounts/OpenAI/*'],
    },
  ),
  'a97b65f3-24c7-4388-baec-2e87135dc908': role(
    'Cognitive Services User',
    'Lets you read and list keys of Cognitive Services.',
    {
      actions: [
        'Microsoft.CognitiveServices/*/read',
        'Microsoft.CognitiveServices/accounts/listkeys/action',
        'Microsoft.Resources/subscriptions/operationresults/read',
        'Microsoft.Resources/subscriptions/read',
        'Microsoft.Resources/subscriptions/resourceGroups/read',
        'Microsoft.Support/*',
      ],
      dataActions: ['Microsoft.CognitiveServices/*'],
    },
  ),
  '25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68': role(
    'Cognitive Services Contributor',
    'Lets you create, read, update, delete and manage keys of Cognitive Services.',
    { actions: ['Microsoft.Authorization/*/read', 'Microsoft.CognitiveServices/*', ...support] },
  ),
  '4d97b98b-1d4f-4787-a291-c67834d212e7': role(
    'Network Contributor',
    'Lets you manage networks, but not access to them.',
    { actions: ['Microsoft.Authorization/*/read', 'Microsoft.Network/*', ...support] },
  ),
  'b12aa53e-6015-4669-85d0-8515ebb3ae7f': role(
    'Private DNS Zone Contributor',
    'Lets you manage private DNS zone resources, but not the virtual networks they are linked to.',
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Network/privateDnsZones/*',
        'Microsoft.Network/privateDnsOperationResults/*',
        'Microsoft.Network/privateDnsOperationStatuses/*',
        'Microsoft.Network/virtualNetworks/read',
        'Microsoft.Network/virtualNetworks/join/action',
        ...support,
      ],
    },
  ),
  'e40ec5ca-96e0-45a2-b4ff-59039f2c2b59': role(
    'Managed Identity Contributor',
    'Create, Read, Update, and Delete User Assigned Identity.',
    {
      actions: [
        'Microsoft.ManagedIdentity/userAssignedIdentities/*/read',
        'Microsoft.ManagedIdentity/userAssignedIdentities/*/write',
        'Microsoft.ManagedIdentity/userAssignedIdentities/*/delete',
        'Microsoft.ManagedIdentity/userAssignedIdentities/read',
        'Microsoft.ManagedIdentity/userAssignedIdentities/write',
        'Microsoft.ManagedIdentity/userAssignedIdentities/delete',
        'Microsoft.Authorization/*/read',
        ...support,
      ],
    },
  ),
  'f1a07417-d97a-45cb-824c-7a7467783830': role(
    'Managed Identity Operator',
    'Read and Assign User Assigned Identity.',
    {
      actions: [
        'Microsoft.ManagedIdentity/userAssignedIdentities/*/read',
        'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
        'Microsoft.ManagedIdentity/userAssignedIdentities/read',
        'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
        'Microsoft.Authorization/*/read',
        ...support,
      ],
    },
  ),
  '7f951dda-4ed3-4680-a7ca-43fe172d538d': role('AcrPull', 'acr pull', {
    actions: ['Microsoft.ContainerRegistry/registries/pull/read'],
  }),
  '8311e382-0749-4cb8-b61a-304f252e45ec': role('AcrPush', 'acr push', {
    actions: [
      'Microsoft.ContainerRegistry/registries/pull/read',
      'Microsoft.ContainerRegistry/registries/push/write',
    ],
  }),
  // Roles of a registry in ABAC mode (learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-directory-reference).
  'b93aa761-3e63-49ed-ac28-beffa264f7ac': role(
    'Container Registry Repository Reader',
    'Allows for read access to Azure Container Registry repositories, but excluding catalog listing.',
    { dataActions: repositoryReads },
  ),
  '2a1e307c-b015-4ebd-883e-5b7698a07328': role(
    'Container Registry Repository Writer',
    'Allows for read and write access to Azure Container Registry repositories, but excluding catalog listing.',
    { dataActions: [...repositoryReads, ...repositoryWrites] },
  ),
  'bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7': role(
    'Container Registry Repository Catalog Lister',
    'Allows for listing all repositories in an Azure Container Registry.',
    { dataActions: ['Microsoft.ContainerRegistry/registries/catalog/read'] },
  ),
  '4abbcc35-e782-43d8-92c5-2d3f1bd2253f': role(
    'Azure Kubernetes Service Cluster User Role',
    'List cluster user credential action.',
    {
      actions: [
        'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
        'Microsoft.ContainerService/managedClusters/read',
      ],
    },
  ),
  'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b': role(
    'Azure Kubernetes Service RBAC Cluster Admin',
    'Lets you manage all resources in the cluster.',
    {
      actions: [
        'Microsoft.Authorization/*/read',
        'Microsoft.Resources/subscriptions/operationresults/read',
        'Microsoft.Resources/subscriptions/read',
        'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
        ...support,
      ],
      dataActions: ['Microsoft.ContainerService/managedClusters/*'],
    },
  ),
  '4633458b-17de-408a-b874-0445c86b69e6': role(
    'Key Vault Secrets User',
    'Read secret contents. Only works for key vaults that use the Azure role-based access control permission model.',
    {
      dataActions: [
        'Microsoft.KeyVault/vaults/secrets/getSecret/action',
        'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
      ],
    },
  ),
  'b0d8363b-8ddd-447d-831f-62ca05bff136': role(
    'Monitoring Data Reader',
    'Can access the data in an Azure Monitor Workspace.',
    { dataActions: ['Microsoft.Monitor/accounts/data/metrics/read'] },
  ),
};
