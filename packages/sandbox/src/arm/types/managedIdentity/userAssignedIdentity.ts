import { randomUUID } from 'node:crypto';
import { ArmError } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ResourceType } from '../../resourceType.ts';

export const userAssignedIdentity: ResourceType = {
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  stateless: true,
  tracked: true,
  prepare({ id, body, existing, tenantId }) {
    if (!/^[a-zA-Z0-9][\w-]{2,127}$/.test(id.name)) {
      throw new ArmError(
        400,
        'BadRequest',
        `The resource name '${id.name}' is invalid. It must start with a letter or number, may contain letters, numbers, hyphens and underscores, and be 3 to 128 characters long.`,
      );
    }
    if (body.location) requireLocation(body.location);
    return {
      tenantId,
      principalId: existing?.properties.principalId ?? randomUUID(),
      clientId: existing?.properties.clientId ?? randomUUID(),
    };
  },
};
