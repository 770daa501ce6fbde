/** Built-in roles, with Microsoft's ids (its "Azure built-in roles" reference). */
const roles = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': 'Owner',
  'b24988ac-6180-42a0-ab88-20f7382dd24c': 'Contributor',
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': 'Reader',
  '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd': 'Cognitive Services OpenAI User',
  'a001fd3d-188f-4b5d-821b-7da978bf7442': 'Cognitive Services OpenAI Contributor',
  'a97b65f3-24c7-4388-baec-2e87135dc908': 'Cognitive Services User',
  '4d97b98b-1d4f-4787-a291-c67834d212e7': 'Network Contributor',
  'b12aa53e-6015-4669-85d0-8515ebb3ae7f': 'Private DNS Zone Contributor',
  '7f951dda-4ed3-4680-a7ca-43fe172d538d': 'AcrPull',
  '8311e382-0749-4cb8-b61a-304f252e45ec': 'AcrPush',
  'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b': 'Azure Kubernetes Service RBAC Cluster Admin',
  'b0d8363b-8ddd-447d-831f-62ca05bff136': 'Monitoring Data Reader',
};

export interface RoleDefinition {
  id: string;
  name: string;
  type: 'Microsoft.Authorization/roleDefinitions';
  properties: {
    roleName: string;
    type: 'BuiltInRole';
    description: string;
    assignableScopes: string[];
    permissions: unknown[];
  };
}

export function findRole(name: string): RoleDefinition | undefined {
  const roleName = Object.entries(roles).find(([id]) => id === name.toLowerCase())?.[1];
  return roleName ? definition(name.toLowerCase(), roleName) : undefined;
}

/** All roles, or those that `$filter=roleName eq '…'` names. */
export function listRoles(filter?: string | null): RoleDefinition[] {
  const asked = /roleName eq '([^']+)'/i.exec(filter ?? '')?.[1];
  return Object.entries(roles)
    .filter(([, roleName]) => !asked || roleName === asked)
    .map(([name, roleName]) => definition(name, roleName));
}

function definition(name: string, roleName: string): RoleDefinition {
  return {
    id: `/providers/Microsoft.Authorization/roleDefinitions/${name}`,
    name,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName,
      type: 'BuiltInRole',
      description: roleName,
      assignableScopes: ['/'],
      permissions: [],
    },
  };
}
