import { ArmError } from '../../errors.ts';
import { customRoles } from '../../roleDefinitions.ts';
import type { ResourceType } from '../../resourceType.ts';

/** Custom roles; the built-in ones are no resources of a subscription. */
export const roleDefinition: ResourceType = {
  type: 'Microsoft.Authorization/roleDefinitions',
  stateless: true,
  bare: true,
  updated: 201,
  deletedBody: true,
  prepare({ id, body, existing, arm, by }) {
    const { roleName, description, permissions, assignableScopes } = body.properties ?? {};
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id.name))
      throw new ArmError(
        400,
        'InvalidRoleDefinitionId',
        `The role definition ID '${id.name}' is not a GUID.`,
      );
    if (!roleName || !Array.isArray(permissions) || !assignableScopes?.length)
      throw new ArmError(
        400,
        'RoleDefinitionInvalid',
        'A custom role needs a roleName, permissions and at least one assignable scope.',
      );
    const twin = customRoles(arm).find(
      other =>
        other.name.toLowerCase() !== id.name.toLowerCase() &&
        other.properties.roleName.toLowerCase() === String(roleName).toLowerCase(),
    );
    if (twin)
      throw new ArmError(
        409,
        'RoleDefinitionWithSameNameExists',
        `A custom role with the same name '${roleName}' already exists in this directory. Use a different name.`,
      );
    const now = new Date().toISOString();
    return {
      roleName,
      type: 'CustomRole',
      description: description ?? '',
      assignableScopes,
      permissions: permissions.map(
        ({ actions = [], notActions = [], dataActions = [], notDataActions = [] }) => ({
          actions,
          notActions,
          dataActions,
          notDataActions,
        }),
      ),
      createdOn: existing?.properties.createdOn ?? now,
      updatedOn: now,
      createdBy: existing?.properties.createdBy ?? by,
      updatedBy: by,
    };
  },
  removing(role, arm) {
    const used = arm
      .list('', 'Microsoft.Authorization/roleAssignments')
      .some(({ properties }) =>
        properties.roleDefinitionId.toLowerCase().endsWith(`/${role.name.toLowerCase()}`),
      );
    if (used)
      throw new ArmError(
        400,
        'RoleDefinitionHasAssignments',
        `There are existing role assignments referencing role (code: RoleDefinitionHasAssignments): ${role.id}`,
      );
  },
};
