import { v5 as uuidv5 } from 'uuid';

/** Cognitive Services OpenAI User. */
export const OPENAI_USER = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
// A namespace of our own; the same everywhere, so that a second run finds the first one's assignment.
const namespace = '0d4b4c8e-0f7b-5f0e-9f3a-2c1f6a8d7e51';

export interface RoleGrant {
  /** Resource id. */
  scope: string;
  /** Object id of the identity. */
  principalId: string;
  /** GUID of the role definition. */
  role: string;
}

/** The name is a GUID made of scope, principal and role: assigning again writes the same resource. */
export function roleAssignmentId({ scope, principalId, role }: RoleGrant): string {
  const name = uuidv5(`${scope}|${principalId}|${role}`.toLowerCase(), namespace);
  return `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
}

/** `principalType` spares Azure a look-up that fails while a new identity is not known everywhere. */
export function roleAssignmentBody({ scope, principalId, role }: RoleGrant) {
  const [, subscription] = /^\/subscriptions\/([^/]+)/.exec(scope) ?? [];
  return {
    properties: {
      roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
      principalId,
      principalType: 'ServicePrincipal',
    },
  };
}
