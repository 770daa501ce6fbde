import type { ManifestInput } from '../app/names';
import type { ArmClient, ArmResource } from '../azure/client';
import { AzureError, isAbsent } from '../azure/errors';
import { foundryAccountId } from '../azure/foundryAccount';
import { sameText } from '../azure/resourceId';
import { capital, resourceTypes } from '../azure/resourceTypes';
import {
  OPENAI_USER,
  roleAssignmentBody,
  roleAssignmentId,
  type RoleGrant,
} from '../azure/roleAssignment';
import { resource, type Resource, type Step } from '../engine/resource';
import { actionsOn } from './actions';
import { saidOf, type MadeInAzure } from './descriptor';
import { identityOf } from './identity';

const type = resourceTypes.roleAssignment;
const version = type.apiVersion;

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
  made: (app, { azure }) => resource(roleOnAccount(app, azure.arm)),
  foundBy: 'identity',
  called: ({ properties }, { name }) =>
    `Cognitive Services OpenAI User of ${name} on ${String(properties.scope).split('/').at(-1)}`,
  actions: { account: actionsOn(type.type, 'read', 'write') },
  removing: { account: actionsOn(type.type, 'delete', 'read') },
};

/** The role, whoever assigned it and under whichever GUID. */
function roleOnAccount(app: ManifestInput, arm: ArmClient): Resource<ArmResource> {
  const grant = (step: Step): RoleGrant => ({
    scope: foundryAccountId(app),
    principalId: identityOf(step).principalId,
    role: OPENAI_USER,
  });
  return {
    ...saidOf(roleAssignment, `Cognitive Services OpenAI User for ${app.names.identity}`),
    async read(step) {
      const asked = grant(step);
      const found = await arm.get(roleAssignmentId(asked), version, step.signal);
      return found ?? (await twin(arm, asked, step.signal));
    },
    differs: () => [],
    async write(step) {
      const asked = grant(step);
      try {
        const { resource, created } = await arm.put(
          roleAssignmentId(asked),
          version,
          roleAssignmentBody(asked),
          { signal: step.signal, ...step.poller },
        );
        return { state: resource, created };
      } catch (error) {
        if (!(error instanceof AzureError && error.code === 'RoleAssignmentExists')) throw error;
        return undefined;
      }
    },
    remove: ({ signal, poller }, { id }) => arm.remove(id, version, { signal, ...poller }),
  };
}

/** The same assignment under a GUID of somebody else's. */
async function twin(arm: ArmClient, { scope, principalId, role }: RoleGrant, signal: AbortSignal) {
  const all = await arm
    .list(`${scope}/providers/Microsoft.Authorization/roleAssignments`, version, {
      filter: `principalId eq '${principalId}'`,
      signal,
    })
    .catch(error => {
      // A run that was cut off may have made the identity and not yet what the role is on.
      if (isAbsent(error)) return [];
      throw error;
    });
  return all.find(
    ({ properties }) =>
      sameText(String(properties.scope), scope) &&
      sameText(String(properties.principalId), principalId) &&
      sameText(String(properties.roleDefinitionId).split('/').at(-1), role),
  );
}
