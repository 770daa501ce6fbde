import { ConflictError } from '@backstage/errors';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { resourceGroupBody, resourceGroupId } from '../azure/resourceGroup';
import type { ManifestInput } from '../app/names';
import { armResource } from './armResource';
import type { Resource } from '../engine/resource';

/** Made for the application, or the company's own: then it must be there, and is not written to. */
export function resourceGroupResource(app: ManifestInput, arm: ArmClient): Resource<ArmResource> {
  const { names } = app;
  const made = armResource({
    id: 'resource-group',
    type: 'Resource group',
    name: names.resourceGroup,
    dependsOn: [],
    arm,
    apiVersion: apiVersions.resourceGroup,
    armId: () => resourceGroupId(app),
    body: (_, found) => resourceGroupBody(app, found),
    owner: app.request.entityRef,
  });
  if (!names.adoptsResourceGroup) return made;
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
