import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';

/** https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources */
export const lock: ResourceType = {
  type: 'Microsoft.Authorization/locks',
  stateless: true,
  created: 201,
  prepare({ body }) {
    const { level, notes } = body.properties ?? {};
    if (level === 'CanNotDelete') return { level, ...(notes && { notes }) };
    throw new ArmError(
      400,
      'InvalidLockLevel',
      `The lock level '${level}' is not one that the sandbox holds: it knows CanNotDelete.`,
    );
  },
};

/**
 * What a lock holds is not deleted: the thing that it lies on, what lies in that or on it, and what that lies in, with all
 * the rest that does.
 * @throws ArmError ScopeLocked
 */
export function requireUnlocked(id: string, arm: Arm): void {
  const own = id.toLowerCase();
  // A lock itself can be taken away.
  if (/\/providers\/microsoft\.authorization\/locks\/[^/]+$/.test(own)) return;
  const held = arm
    .stored('', lock.type)
    .map(one => one.id.replace(/\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i, ''))
    .filter(scope => isWithin(own, scope) || isWithin(scope, own));
  if (held.length === 0) return;
  throw new ArmError(
    409,
    'ScopeLocked',
    `The scope '${id}' cannot perform delete operation because following scope(s) are locked: '${held.join(',')}'. Please remove the lock and try again.`,
  );
}

const isWithin = (inner: string, outer: string) =>
  `${inner.toLowerCase()}/`.startsWith(`${outer.toLowerCase()}/`);
