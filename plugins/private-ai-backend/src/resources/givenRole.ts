import type { ArmClient, ArmResource } from '../azure/client';
import { AzureError, isAbsent } from '../azure/errors';
import { sameText } from '../azure/resourceId';
import { resourceTypes } from '../azure/resourceTypes';
import { roleAssignmentBody, roleAssignmentId, type RoleGrant } from '../azure/roleAssignment';
import type { Resource, Step } from '../engine/resource';
import { saidOf, type MadeInAzure } from './descriptor';

const { apiVersion: version } = resourceTypes.roleAssignment;

/** A role that an identity of the application's has, whoever assigned it and under whichever GUID. */
export function givenRole(
  of: MadeInAzure,
  name: string,
  { arm, grant }: { arm: ArmClient; grant(step: Step): RoleGrant },
): Resource<ArmResource> {
  return {
    ...saidOf(of, name),
    async read(step) {
      const asked = grant(step);
      const found = await arm.get(roleAssignmentId(asked), version, step.signal);
      return found ?? (await twin(arm, asked, step.signal));
    },
    differs({ properties }, step) {
      const { condition } = grant(step);
      // What a company holds the others to is its own matter.
      if (condition === undefined || plain(condition) === plain(properties.condition)) return [];
      return ['condition: not as the landing zone has it'];
    },
    async write(step, state) {
      const asked = grant(step);
      try {
        const { resource, created } = await arm.put(
          // Somebody else's is changed in its place: of one role at one scope there is one.
          state?.id ?? roleAssignmentId(asked),
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

/** Where a condition has its spaces says nothing. */
const plain = (condition: unknown) => String(condition ?? '').replace(/\s+/g, '');

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
