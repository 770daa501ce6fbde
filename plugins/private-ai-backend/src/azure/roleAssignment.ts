import { createHash } from 'node:crypto';

/** Cognitive Services OpenAI User. */
export const OPENAI_USER = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
/** Container Registry Repository Writer: reads and writes images, as far as its condition goes. */
export const REPOSITORY_WRITER = '2a1e307c-b015-4ebd-883e-5b7698a07328';
// A namespace of our own; the same everywhere, so that a second run finds the first one's assignment.
const namespace = Buffer.from('0d4b4c8e0f7b5f0e9f3a2c1f6a8d7e51', 'hex');

export interface RoleGrant {
  /** Resource id. */
  scope: string;
  /** Object id of the identity. */
  principalId: string;
  /** GUID of the role definition. */
  role: string;
  /** What it is held to, in version 2.0 of Azure's language. */
  condition?: string;
}

/** The name is a GUID made of scope, principal and role: assigning again writes the same resource. */
export function roleAssignmentId({ scope, principalId, role }: RoleGrant): string {
  const name = namedGuid(`${scope}|${principalId}|${role}`.toLowerCase());
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}

/** `principalType` spares Azure a look-up that fails while a new identity is not known everywhere. */
export function roleAssignmentBody({ scope, principalId, role, condition }: RoleGrant) {
  const [, subscription] = /^\/subscriptions\/([^/]+)/.exec(scope) ?? [];
  return {
    properties: {
      roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId,
      principalType: 'ServicePrincipal',
      ...(condition && { condition, conditionVersion: '2.0' }),
    },
  };
}

/** A GUID of version 5: the same name gives the same GUID (RFC 9562, 5.5). */
function namedGuid(name: string): string {
  const hash = createHash('sha1').update(namespace).update(name).digest();
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
