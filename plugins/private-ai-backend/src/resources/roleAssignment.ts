import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { AzureError, isAbsent } from '../azure/errors';
import { sameText } from '../azure/resourceId';
import { roleAssignmentBody, roleAssignmentId, type RoleGrant } from '../azure/roleAssignment';
import type { Resource, Step } from '../engine/resource';

/** A role of an identity on a scope, whoever assigned it and under whichever GUID. */
export function roleAssignmentResource(
  options: Pick<Resource, 'id' | 'type' | 'name' | 'dependsOn' | 'within'> & {
    arm: ArmClient;
    grant(step: Step): RoleGrant;
  },
): Resource<ArmResource> {
  const { arm, grant, ...said } = options;
  const version = apiVersions.roleAssignment;
  return {
    ...said,
    title: `${said.type} ${said.name}`,
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
    .list(
      `${scope}/providers/Microsoft.Authorization/roleAssignments`,
      apiVersions.roleAssignment,
      {
        filter: `principalId eq '${principalId}'`,
        signal,
      },
    )
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
