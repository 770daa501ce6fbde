import { randomUUID } from 'node:crypto';
import type { Arm } from './arm.ts';
import { ArmError } from './errors.ts';
import type { ArmResource } from './resource.ts';

/** The identity of a resource as it is shown: its own principal, and those of the identities that it was given. */
export function managedIdentity(
  asked: NonNullable<ArmResource['identity']>,
  existing: ArmResource | undefined,
  arm: Arm,
): ArmResource['identity'] {
  const identity: ArmResource['identity'] = { type: asked.type };
  if (/SystemAssigned/i.test(asked.type)) {
    identity.principalId = existing?.identity?.principalId ?? randomUUID();
    identity.tenantId = arm.tenantId;
  }
  if (asked.userAssignedIdentities) {
    identity.userAssignedIdentities = Object.fromEntries(
      Object.keys(asked.userAssignedIdentities).map(id => {
        const found = arm.get(id);
        if (!found)
          throw new ArmError(400, 'FailedIdentityOperation', `The identity ${id} does not exist.`);
        const { principalId, clientId } = found.properties;
        return [id, { principalId, clientId }];
      }),
    );
  }
  return identity;
}
