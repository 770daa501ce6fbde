import { repositoryName } from '../app/imageRepository';
import { repositoryCondition } from '../azure/repositoryCondition';
import { resourceTypes } from '../azure/resourceTypes';
import { REPOSITORY_WRITER } from '../azure/roleAssignment';
import { resource } from '../engine/resource';
import { actionsOn } from './actions';
import { builderOf, hasBuilders } from './builderIdentity';
import type { MadeInAzure } from './descriptor';
import { givenRole } from './givenRole';

const type = resourceTypes.roleAssignment;

/** Lets the builder write the application's own repository and read what all build on, and nothing else of the registry. */
export const builderAccess: MadeInAzure = {
  in: 'azure',
  id: 'builder-access',
  type,
  title: 'Access to the image repository',
  part: 'identity',
  dependsOn: ['builder-identity'],
  within: 'builder-identity',
  isMade: hasBuilders,
  made: (app, { azure: { arm } }) => {
    const { request, names, zone } = app;
    const repository = repositoryName(request, zone);
    return resource(
      givenRole(builderAccess, `Container Registry Repository Writer for ${names.builder}`, {
        arm,
        grant: step => ({
          scope: zone.registry.id,
          principalId: builderOf(step).principalId,
          role: REPOSITORY_WRITER,
          condition: repositoryCondition(repository, zone.registry.bases),
        }),
      }),
    );
  },
  foundBy: 'identity',
  called: ({ properties }, { name }) =>
    `Container Registry Repository Writer of ${name} on ${String(properties.scope).split('/').at(-1)}`,
  // Taking it away is asked for only where it is given: elsewhere the portal assigns nothing on the registry.
  actions: { registry: actionsOn(type.type, 'read', 'write', 'delete') },
};
