import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ResourceType } from '../../resourceType.ts';

export const resourceGroup: ResourceType = {
  type: 'Microsoft.Resources/resourceGroups',
  tracked: true,
  prepare({ id, body, existing }) {
    if (!/^[-\w._()]{1,90}$/.test(id.name) || id.name.endsWith('.')) {
      throw new ArmError(
        400,
        'InvalidResourceGroup',
        `The provided resource group name '${id.name}' is not valid.`,
      );
    }
    if (body.location) requireLocation(body.location);
    const moved =
      existing?.location && body.location && normal(existing.location) !== normal(body.location);
    if (moved) {
      throw new ArmError(
        409,
        'InvalidResourceGroupLocation',
        `Invalid resource group location '${body.location}'. The Resource group already exists in location '${existing.location}'.`,
      );
    }
    return {};
  },
  remove: { path: 'operationresults', location: 'only' },
};

const normal = (location: string) => location.toLowerCase().replaceAll(' ', '');
