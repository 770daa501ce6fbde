import type { Arm } from './arm.ts';
import { assignmentsAt } from './authorization/access.ts';
import { roleNamed } from './roleDefinitions.ts';

/** What `GET {scope}/providers/Microsoft.Authorization/permissions` lists: the caller's, one entry for each assignment. */
export function permissionsAt(by: string, scope: string, arm: Arm) {
  return assignmentsAt(by, scope, arm).flatMap(({ properties }) =>
    (roleNamed(properties.roleDefinitionId, arm)?.properties.permissions ?? []).map(permission => ({
      ...permission,
      ...(properties.condition && {
        condition: properties.condition,
        conditionVersion: properties.conditionVersion,
      }),
    })),
  );
}
