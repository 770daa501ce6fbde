import { ArmError } from '../errors.ts';
import { findRole } from '../roleDefinitions.ts';
import type { ResourceType } from '../resourceType.ts';

export const roleAssignment: ResourceType = {
  type: 'Microsoft.Authorization/roleAssignments',
  stateless: true,
  updated: 201,
  prepare({ id, body, existing, arm }) {
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id.name)) {
      throw new ArmError(
        400,
        'InvalidRoleAssignmentId',
        `The role assignment ID '${id.name}' is not valid. The role assignment ID must be a GUID.`,
      );
    }
    const { principalId, roleDefinitionId, principalType } = body.properties ?? {};
    const role = findRole(String(roleDefinitionId).split('/').at(-1) ?? '');
    if (!role) {
      throw new ArmError(
        400,
        'RoleDefinitionDoesNotExist',
        `The specified role definition with ID '${roleDefinitionId}' does not exist.`,
      );
    }
    const twin = arm
      .list('', roleAssignment.type)
      .find(
        other =>
          other.name.toLowerCase() !== id.name.toLowerCase() &&
          other.properties.scope.toLowerCase() === id.parent.toLowerCase() &&
          other.properties.principalId === principalId &&
          sameRole(other.properties.roleDefinitionId, roleDefinitionId),
      );
    if (twin) {
      throw new ArmError(409, 'RoleAssignmentExists', 'The role assignment already exists.');
    }
    if (
      existing &&
      (existing.properties.principalId !== principalId ||
        !sameRole(existing.properties.roleDefinitionId, roleDefinitionId))
    ) {
      throw new ArmError(
        400,
        'RoleAssignmentUpdateNotPermitted',
        'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
      );
    }
    const now = new Date().toISOString();
    return {
      roleDefinitionId,
      principalId,
      principalType: principalType ?? 'ServicePrincipal',
      scope: id.parent,
      condition: null,
      conditionVersion: null,
      createdOn: existing?.properties.createdOn ?? now,
      updatedOn: now,
      createdBy: null,
      updatedBy: null,
      delegatedManagedIdentityResourceId: null,
      description: body.properties?.description ?? null,
    };
  },
};

const sameRole = (a: string, b: string) =>
  a.split('/').at(-1)?.toLowerCase() === b.split('/').at(-1)?.toLowerCase();
