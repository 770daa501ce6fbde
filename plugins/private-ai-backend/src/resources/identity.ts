import { ANNOTATION_IDENTITY } from '@private-ai/plugin-private-ai-common';
import type { ArmResource } from '../azure/client';
import { capital, resourceTypes } from '../azure/resourceTypes';
import { identityBody, identityId } from '../azure/userAssignedIdentity';
import { resource, type Step } from '../engine/resource';
import { actionsOn } from './actions';
import { armResource } from './armResource';
import type { TaggedInAzure } from './descriptor';

const type = resourceTypes.identity;

/** What the application signs in as. */
export const identity: TaggedInAzure = {
  in: 'azure',
  id: 'identity',
  type,
  title: capital(type.title),
  part: 'identity',
  dependsOn: ['resource-group'],
  within: 'resource-group',
  name: ({ names }) => names.identity,
  armId: identityId,
  made: (app, { azure: { arm } }) =>
    resource(armResource(identity, app, { arm, body: () => identityBody(app), isTagged: true })),
  foundBy: 'tag',
  inventory: { annotation: { key: ANNOTATION_IDENTITY, names: 'identity' } },
  actions: { applications: actionsOn(type.type, 'read', 'write') },
  removing: { applications: actionsOn(type.type, 'delete') },
};

/** Its ids, once it is there. */
export function identityOf(step: Pick<Step, 'of'>) {
  return step.of<ArmResource>(identity.id).properties as { clientId: string; principalId: string };
}
