import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { foundryAccountId } from '../azure/foundryAccount';
import { OPENAI_USER } from '../azure/roleAssignment';
import { identityBody, identityId } from '../azure/userAssignedIdentity';
import type { ManifestInput } from '../app/names';
import { armResource } from '../resources/armResource';
import { resource, type Resource, type Step } from '../engine/resource';
import { roleAssignmentResource } from '../resources/roleAssignment';

/** What the application signs in as. */
export function identityResource(app: ManifestInput, arm: ArmClient): Resource {
  return resource(
    armResource({
      id: 'identity',
      type: 'Managed identity',
      name: app.names.identity,
      dependsOn: ['resource-group'],
      within: 'resource-group',
      arm,
      apiVersion: apiVersions.identity,
      armId: () => identityId(app),
      body: () => identityBody(app),
      owner: app.request.entityRef,
    }),
  );
}

/** Lets it use the account's models, and nothing else. */
export function roleOnAccount(app: ManifestInput, arm: ArmClient): Resource {
  return resource(
    roleAssignmentResource({
      id: 'role-assignment',
      type: 'Role assignment',
      name: `Cognitive Services OpenAI User for ${app.names.identity}`,
      dependsOn: ['identity', 'foundry-account'],
      // Nobody can have given a role to an identity that is only now made.
      within: 'identity',
      arm,
      grant: step => ({
        scope: foundryAccountId(app),
        principalId: identityOf(step).principalId,
        role: OPENAI_USER,
      }),
    }),
  );
}

/** The identity's ids, once it is there. */
export function identityOf(step: Pick<Step, 'of'>) {
  return step.of<ArmResource>('identity').properties as { clientId: string; principalId: string };
}
