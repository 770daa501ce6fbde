const titles: Record<string, string> = {
  'microsoft.cognitiveservices/accounts': 'Foundry account',
  'microsoft.cognitiveservices/accounts/deployments': 'model deployment',
  'microsoft.cognitiveservices/accounts/projects': 'Foundry project',
  'microsoft.cognitiveservices/locations/resourcegroups/deletedaccounts': 'deleted Foundry account',
  'microsoft.network/privateendpoints': 'private endpoint',
  'microsoft.network/privateendpoints/privatednszonegroups': 'DNS zone group',
  'microsoft.managedidentity/userassignedidentities': 'managed identity',
  'microsoft.managedidentity/userassignedidentities/federatedidentitycredentials':
    'federated credential',
  'microsoft.authorization/roleassignments': 'role assignment',
  'microsoft.servicelinker/linkers': 'service connector',
  'microsoft.containerservice/managedclusters': 'AKS cluster',
  'microsoft.containerregistry/registries': 'container registry',
};

/** A resource's id in a person's words, e.g. `Foundry account aif-a in resource group rg-a`. */
export function describeId(id: string): string {
  const [, group] = /\/resourceGroups\/([^/?]+)/i.exec(id) ?? [];
  // The last `/providers/` counts: a role assignment or linker lies on another resource.
  const [path] = id.split('?');
  const [, namespace, rest] = /.*\/providers\/([^/]+)\/(.+)$/i.exec(path) ?? [];
  if (!rest) return group ? `resource group ${group}` : path;
  const segments = rest.split('/');
  const type = [namespace, ...segments.filter((_, index) => index % 2 === 0)].join('/');
  const title = titles[type.toLowerCase()] ?? type;
  const name = segments.length % 2 === 0 ? ` ${segments.at(-1)}` : '';
  return `${title}${name}${group ? ` in resource group ${group}` : ''}`;
}

/** Whether two ids, or locations, mean the same: Azure answers them in other letter case. */
export function sameText(one: string | undefined, other: string | undefined): boolean {
  return one?.toLowerCase() === other?.toLowerCase();
}
