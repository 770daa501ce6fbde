import { foundryProjectBody, foundryProjectId } from '../azure/foundryProject';
import { capital, resourceTypes } from '../azure/resourceTypes';
import { resource } from '../engine/resource';
import { actionsOn } from './actions';
import { armResource } from './armResource';
import { hasOwnAccount, type NamedInAzure } from './descriptor';

const type = resourceTypes.foundryProject;

/** Where the application's people work in Foundry's own pages. */
export const foundryProject: NamedInAzure = {
  in: 'azure',
  id: 'foundry-project',
  type,
  title: capital(type.title),
  part: 'foundry',
  dependsOn: ['foundry-account'],
  within: 'foundry-account',
  isMade: hasOwnAccount,
  name: ({ names }) => names.foundryProject,
  armId: foundryProjectId,
  made: (app, { azure: { arm } }) =>
    resource(
      armResource(foundryProject, app, {
        arm,
        body: found => foundryProjectBody(app, found),
        isTagged: true,
      }),
    ),
  foundBy: 'parent',
  oneAtATime: true,
  inventory: { with: 'foundry-account' },
  actions: { applications: actionsOn(type.type, 'read', 'write') },
  removing: { applications: actionsOn(type.type, 'delete') },
};
