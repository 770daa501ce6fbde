import type { ArmResource } from '../azure/client';
import { resourceTypes } from '../azure/resourceTypes';
import { builderId, identityBody } from '../azure/userAssignedIdentity';
import { resource, type Step } from '../engine/resource';
import { actionsOn } from './actions';
import { armResource } from './armResource';
import type { Placed, TaggedInAzure } from './descriptor';

const type = resourceTypes.identity;

/** Where builders are told apart at all. */
export const hasBuilders = ({ zone }: Pick<Placed, 'zone'>): boolean =>
  zone.registry.permissions === 'repositories';

/** What the application's images are built and pushed as; nothing of the application runs as it. */
export const builderIdentity: TaggedInAzure = {
  in: 'azure',
  id: 'builder-identity',
  type,
  title: 'Builder identity',
  part: 'identity',
  dependsOn: ['resource-group'],
  within: 'resource-group',
  isMade: hasBuilders,
  name: ({ names }) => names.builder,
  armId: builderId,
  made: (app, { azure: { arm } }) =>
    resource(
      armResource(builderIdentity, app, { arm, body: () => identityBody(app), isTagged: true }),
    ),
  foundBy: 'tag',
  inventory: { with: 'identity' },
  actions: { applications: actionsOn(type.type, 'read', 'write') },
  removing: { applications: actionsOn(type.type, 'delete') },
};

/** Its ids, once it is there. */
export function builderOf(step: Pick<Step, 'of'>) {
  return step.of<ArmResource>(builderIdentity.id).properties as {
    clientId: string;
    principalId: string;
  };
}
