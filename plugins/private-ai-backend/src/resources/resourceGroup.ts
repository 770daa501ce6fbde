import { ConflictError } from '@backstage/errors';
import type { ManifestInput } from '../app/names';
import type { ArmClient, ArmResource } from '../azure/client';
import { resourceGroupBody, resourceGroupId } from '../azure/resourceGroup';
import { capital, resourceTypes } from '../azure/resourceTypes';
import { resource, type Resource } from '../engine/resource';
import { actionsOn } from './actions';
import { armResource } from './armResource';
import type { TaggedInAzure } from './descriptor';

const type = resourceTypes.resourceGroup;
const subscriptions = 'Microsoft.Resources/subscriptions';
const groups = `${subscriptions}/resourceGroups`;

/** What the application's resources of Azure lie in. */
export const resourceGroup: TaggedInAzure = {
  in: 'azure',
  id: 'resource-group',
  type,
  title: capital(type.title),
  dependsOn: [],
  name: ({ names }) => names.resourceGroup,
  armId: resourceGroupId,
  made: (app, { azure }) => resource(groupMadeOrGiven(app, azure.arm)),
  foundBy: 'tag',
  isEverybodys: names => names.adoptsResourceGroup,
  actions: { applications: actionsOn(groups, 'read', 'write') },
  removing: {
    subscription: [`${subscriptions}/operationresults/read`, ...actionsOn(groups, 'read')],
    applications: [
      ...actionsOn(groups, 'delete'),
      `${subscriptions}/resourcegroups/resources/read`,
    ],
  },
};

/** Made for the application, or the company's own: then it must be there, and is not written to. */
function groupMadeOrGiven(app: ManifestInput, arm: ArmClient): Resource<ArmResource> {
  const made = armResource(resourceGroup, app, {
    arm,
    body: found => resourceGroupBody(app, found),
    isTagged: true,
  });
  if (!app.names.adoptsResourceGroup) return made;
  return {
    ...made,
    async read(step) {
      const found = await made.read(step);
      if (found) return found;
      throw new ConflictError(
        `${made.title} does not exist, and is not the portal’s to make: the platform team has to make it, or correct the landing zone's naming.resourceGroup.`,
      );
    },
    differs: () => [],
    write: undefined,
    remove: undefined,
  };
}
