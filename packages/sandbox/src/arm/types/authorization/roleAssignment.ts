import { covers } from '../../authorization/access.ts';
import { parseCondition } from '../../authorization/condition.ts';
import { ArmError } from '../../errors.ts';
import { principalOf } from '../../principals.ts';
import { roleNamed } from '../../roleDefinitions.ts';
import type { ResourceType, Write } from '../../resourceType.ts';

/** https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits */
const mostOfASubscription = 4000;
/** So long, in seconds, not every replica of Entra knows a new identity (unconfirmed: Microsoft names no figure). */
const replicationSeconds = 10;

export const roleAssignment: ResourceType = {
  type: 'Microsoft.Authorization/roleAssignments',
  stateless: true,
  bare: true,
  updated: 201,
  deletedBody: true,
  prepare(write) {
    const { id, body, existing, arm, by } = write;
    if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id.name)) {
      throw new ArmError(
        400,
        'InvalidRoleAssignmentId',
        `The role assignment ID '${id.name}' is not valid. The role assignment ID must be a GUID.`,
      );
    }
    const { principalId, roleDefinitionId, condition, conditionVersion } = body.properties ?? {};
    requireRole(write);
    const principalType = existing?.properties.principalType ?? principalTypeOf(write);
    const all = arm.list('', roleAssignment.type);
    const twin = all.find(
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
    if (!existing && all.length >= mostOfASubscription)
      throw new ArmError(
        400,
        'RoleAssignmentLimitExceeded',
        'The role assignment limit for the subscription has been exceeded. No more role assignments can be created.',
      );
    if (condition) requireCondition(condition, conditionVersion);
    const now = new Date().toISOString();
    return {
      roleDefinitionId,
      principalId,
      principalType,
      scope: id.parent,
      condition: condition ?? null,
      conditionVersion: condition ? conditionVersion : null,
      createdOn: existing?.properties.createdOn ?? now,
      updatedOn: now,
      createdBy: existing?.properties.createdBy ?? by,
      updatedBy: by,
      delegatedManagedIdentityResourceId: null,
      description: body.properties?.description ?? null,
    };
  },
};

function requireRole({ id, body, arm }: Write): void {
  const asked = body.properties?.roleDefinitionId;
  const role = roleNamed(String(asked), arm);
  if (!role) {
    throw new ArmError(
      400,
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${asked}' does not exist.`,
    );
  }
  if (
    role.properties.assignableScopes.some(scope => scope === '/' || covers(scope, id.parent || '/'))
  )
    return;
  throw new ArmError(
    400,
    'RoleAssignmentScopeNotAssignableToRoleDefinition',
    `The scope '${id.parent}' is not assignable to the role definition '${asked}'.`,
  );
}

/**
 * The principal has to be there. One without `principalType` is looked up in Entra, where a new identity may not be
 * known yet; with it the look-up is left out. https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
 * (That an id which nobody ever had is refused even then is unconfirmed.)
 */
function principalTypeOf({ body, arm, tenantId }: Write): string {
  const { principalId, principalType } = body.properties ?? {};
  const principal = principalOf(String(principalId), arm);
  const age = Date.now() - (principal?.createdAt ?? 0);
  const unknown = age < replicationSeconds * 1000 * arm.timing.settings.scale;
  if (!principal || (!principalType && unknown)) {
    throw new ArmError(
      400,
      'PrincipalNotFound',
      `Principal ${String(principalId).replaceAll('-', '')} does not exist in the directory ${tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
    );
  }
  if (principalType && principalType !== principal.type) {
    throw new ArmError(
      400,
      'UnmatchedPrincipalType',
      `The PrincipalId '${String(principalId).replaceAll('-', '')}' has type '${principal.type}' , which is different from specified PrinciaplType '${principalType}'.`,
    );
  }
  return principal.type;
}

function requireCondition(condition: string, version: unknown): void {
  // https://learn.microsoft.com/azure/role-based-access-control/conditions-troubleshoot
  if (version === '2.0') {
    try {
      parseCondition(condition);
      return;
    } catch (cause) {
      throw new ArmError(
        400,
        'InvalidCondition',
        `The given role assignment condition is invalid: ${(cause as Error).message}.`,
      );
    }
  }
  throw new ArmError(
    400,
    'InvalidCondition',
    'The given role assignment condition is invalid: its conditionVersion is 2.0.',
  );
}

const sameRole = (a: string, b: string) =>
  a.split('/').at(-1)?.toLowerCase() === b.split('/').at(-1)?.toLowerCase();
