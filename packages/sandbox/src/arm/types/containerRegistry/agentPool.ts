import { ArmError, invalidReference } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';

/** Where the preview is offered; Korea Central is not listed. https://learn.microsoft.com/azure/container-registry/tasks-agent-pools */
const offered = [
  'westus2',
  'southcentralus',
  'eastus2',
  'eastus',
  'centralus',
  'westeurope',
  'northeurope',
  'canadacentral',
  'eastasia',
  'southeastasia',
  'japaneast',
];

/** Machines of a registry that build, in a subnet. */
export const agentPool: ResourceType = {
  type: 'Microsoft.ContainerRegistry/registries/agentPools',
  tracked: true,
  write: { path: 'operationStatuses', state: 'Creating', updateState: 'Updating' },
  remove: { path: 'operationStatuses', location: 'also' },
  prepare({ id, body, existing, arm }) {
    const location = (body.location ?? existing?.location ?? '').toLowerCase().replaceAll(' ', '');
    if (!offered.includes(location))
      throw new ArmError(
        400,
        'LocationNotAvailableForResourceType',
        `The provided location '${location}' is not available for resource type 'Microsoft.ContainerRegistry/registries/agentPools'. List of available regions for the resource type is '${offered.join(',')}'.`,
      );
    const subnet = body.properties?.virtualNetworkSubnetResourceId;
    if (subnet && !arm.get(subnet)) throw invalidReference(subnet, id.id);
    return { count: 1, os: 'Linux', ...body.properties };
  },
};
