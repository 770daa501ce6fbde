import type { ResourceType } from '../resourceType.ts';

export const containerRegistry: ResourceType = {
  type: 'Microsoft.ContainerRegistry/registries',
  tracked: true,
  write: { path: 'operationStatuses', state: 'Creating' },
  prepare: ({ id, body, existing }) => ({
    publicNetworkAccess: 'Enabled',
    adminUserEnabled: false,
    ...existing?.properties,
    ...body.properties,
    loginServer: `${id.name.toLowerCase()}.azurecr.io`,
    creationDate: existing?.properties.creationDate ?? new Date().toISOString(),
  }),
  action: ({ resource, method, rest, body, hooks }) =>
    hooks.registry?.({ registry: resource, method, rest, body }),
};
