import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';

const registryType = 'Microsoft.ContainerRegistry/registries';
const skus = ['Basic', 'Standard', 'Premium'];
const modes = ['LegacyRegistryPermissions', 'AbacRepositoryPermissions'];

export const containerRegistry: ResourceType = {
  type: registryType,
  tracked: true,
  write: { path: 'operationStatuses', state: 'Creating' },
  remove: { path: 'operationStatuses', location: 'also' },
  prepare({ id, body, existing, arm }) {
    if (!/^[a-zA-Z0-9]{5,50}$/.test(id.name))
      throw new ArmError(
        400,
        'InvalidResourceName',
        `The registry name '${id.name}' is invalid: 5 to 50 alphanumeric characters.`,
      );
    if (body.location) requireLocation(body.location);
    const sku = body.sku?.name ?? existing?.sku?.name;
    if (!skus.includes(String(sku)))
      throw new ArmError(
        400,
        'InvalidSku',
        `The registry SKU '${sku}' is not supported: it is one of ${skus.join(', ')}.`,
      );
    const taken = arm
      .stored('', registryType)
      .some(
        one =>
          one.id.toLowerCase() !== id.id.toLowerCase() &&
          one.name.toLowerCase() === id.name.toLowerCase(),
      );
    if (taken)
      throw new ArmError(
        409,
        'AlreadyInUse',
        `The registry DNS name ${id.name.toLowerCase()}.azurecr.io is already in use.`,
      );
    const premiumOnly = body.properties?.publicNetworkAccess === 'Disabled' && sku !== 'Premium';
    if (premiumOnly)
      throw new ArmError(
        400,
        'FeatureNotSupportedForSku',
        `Public network access of the registry ${id.name} can be disabled with the SKU Premium alone.`,
      );
    const mode = body.properties?.roleAssignmentMode;
    if (mode !== undefined && !modes.includes(mode))
      throw new ArmError(
        400,
        'InvalidParameter',
        `The value '${mode}' of roleAssignmentMode is not one of ${modes.join(', ')}.`,
      );
    const location = (body.location ?? existing?.location ?? '').toLowerCase().replaceAll(' ', '');
    const properties: ArmResource['properties'] = {
      publicNetworkAccess: 'Enabled',
      adminUserEnabled: false,
      networkRuleBypassOptions: 'AzureServices',
      roleAssignmentMode: 'LegacyRegistryPermissions',
      ...existing?.properties,
      ...body.properties,
    };
    const loginServer = `${id.name.toLowerCase()}.azurecr.io`;
    return {
      ...properties,
      loginServer,
      dataEndpointHostNames: properties.dataEndpointEnabled
        ? [`${id.name.toLowerCase()}.${location}.data.azurecr.io`]
        : [],
      creationDate: existing?.properties.creationDate ?? new Date().toISOString(),
    };
  },
  // The service fills in what the body left out.
  present: registry => ({
    ...registry,
    sku: registry.sku && { ...registry.sku, tier: registry.sku.name },
  }),
  action: ({ resource, method, rest, body, hooks, by }) =>
    hooks.registry?.({ registry: resource, method, rest, body, by }),
};
