import type { Arm } from '../arm.ts';
import { roleNamed, type Permission } from '../roleDefinitions.ts';
import { parseCondition, type Circumstances, type Condition } from './condition.ts';

/** What one role assignment gives at a scope. */
interface Grant {
  permissions: Permission[];
  condition?: Condition;
}

export type Verdict = 'allowed' | 'refused' | 'condition not fulfilled';
type Attributes = Circumstances['attributes'];

const assignmentType = 'Microsoft.Authorization/roleAssignments';

/** Everything that a principal is given at a scope, by assignments there and above. */
function grantsAt(principalId: string, scope: string, arm: Arm): Grant[] {
  return assignmentsAt(principalId, scope, arm).flatMap(({ properties }) => {
    const role = roleNamed(properties.roleDefinitionId, arm);
    const { condition } = properties;
    return role
      ? [
          {
            permissions: role.properties.permissions,
            ...(condition && { condition: parseCondition(condition) }),
          },
        ]
      : [];
  });
}

/** A principal's role assignments that reach a scope. */
export const assignmentsAt = (principalId: string, scope: string, arm: Arm) =>
  arm
    .list('', assignmentType)
    .filter(
      ({ properties }) => properties.principalId === principalId && covers(properties.scope, scope),
    );

/** Whether a principal may do an action over a scope. */
export function verdictOn(
  {
    by,
    action,
    scope,
    data = false,
  }: { by: string; action: string; scope: string; data?: boolean },
  arm: Arm,
  attributes: Attributes = { request: {}, resource: {} },
): Verdict {
  const giving = grantsAt(by, scope, arm).filter(({ permissions }) =>
    permissions.some(one => holds(one, action, data)),
  );
  if (giving.length === 0) return 'refused';
  return giving.some(({ condition }) => !condition || condition({ action, attributes }))
    ? 'allowed'
    : 'condition not fulfilled';
}

/** A scope reaches what lies below it. */
export function covers(scope: string, id: string): boolean {
  const [above, below] = [scope, id].map(one => one.toLowerCase().replace(/\/$/, ''));
  return below === above || below.startsWith(`${above}/`);
}

function holds(permission: Permission, action: string, data: boolean): boolean {
  const [given, taken] = data
    ? [permission.dataActions, permission.notDataActions]
    : [permission.actions, permission.notActions];
  return given.some(one => matches(one, action)) && !taken.some(one => matches(one, action));
}

const patterns = new Map<string, RegExp>();

/** `*` stands for anything; letter case does not count. */
function matches(pattern: string, action: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) {
    const parts = pattern.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    compiled = new RegExp(`^${parts.join('.*')}$`, 'i');
    patterns.set(pattern, compiled);
  }
  return compiled.test(action);
}
