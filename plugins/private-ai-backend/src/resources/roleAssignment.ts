import { foundryAccountId } from '../azure/foundryAccount';
import { capital, resourceTypes } from '../azure/resourceTypes';
import { OPENAI_USER } from '../azure/roleAssignment';
import { resource } from '../engine/resource';
import { actionsOn } from './actions';
import type { MadeInAzure } from './descriptor';
import { givenRole } from './givenRole';
import { identityOf } from './identity';

const type = resourceTypes.roleAssignment;

/** Lets the identity use the account's models, and nothing else. */
export const roleAssignment: MadeInAzure = {
  in: 'azure',
  id: 'role-assignment',
  type,
  title: capital(type.title),
  part: 'service-connector',
  dependsOn: ['identity', 'foundry-account'],
  // Nobody can have given a role to an identity that is only now made.
  within: 'identity',
  made: (app, { azure: { arm } }) =>
    resource(
      givenRole(roleAssignment, `Cognitive Services OpenAI User for ${app.names.identity}`, {
        arm,
        grant: step => ({
          scope: foundryAccountId(app),
          principalId: identityOf(step).principalId,
          role: OPENAI_USER,
        }),
      }),
    ),
  foundBy: 'identity',
  called: ({ properties }, { name }) =>
    `Cognitive Services OpenAI User of ${name} on ${String(properties.scope).split('/').at(-1)}`,
  actions: { account: actionsOn(type.type, 'read', 'write') },
  removing: { account: actionsOn(type.type, 'delete', 'read') },
};
