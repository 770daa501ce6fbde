import type { Arm } from '../arm/arm.ts';
import type { ArmResource } from '../arm/resource.ts';
import {
  accountDomains,
  cognitiveAccount,
} from '../arm/types/cognitiveServices/cognitiveAccount.ts';
import { modelDeployment } from '../arm/types/cognitiveServices/modelDeployment.ts';
import { roleAssignment } from '../arm/types/authorization/roleAssignment.ts';
import type { TokenVerifier } from '../entra/verifier.ts';
import { modelError } from './errors.ts';

const audience = 'https://cognitiveservices.azure.com';

/** Roles that hold the data action, by Microsoft's ids: Owner and Contributor do not. */
const rolesThatMayChat = [
  '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd', // Cognitive Services OpenAI User
  'a001fd3d-188f-4b5d-821b-7da978bf7442', // Cognitive Services OpenAI Contributor
  'a97b65f3-24c7-4388-baec-2e87135dc908', // Cognitive Services User
];

/** The account that answers under a host name. @throws ModelError: where Azure has no account there is no name either. */
export function accountOf(host: string, arm: Arm): ArmResource {
  const name = host.toLowerCase().replace(/:\d+$/, '');
  const account = arm
    .list('', cognitiveAccount.type)
    .find(
      one =>
        one.properties.customSubDomainName &&
        accountDomains(one).some(domain => domain.toLowerCase() === name),
    );
  if (!account || account.properties.provisioningState !== 'Succeeded')
    throw modelError(404, '404', `Resource not found: no account answers under ${name}.`);
  return account;
}

/**
 * Who asks, if they may.
 * @throws ModelError 401 without a valid token for Cognitive Services, and 401 PermissionDenied without a role
 */
export async function requireAccess(
  authorization: string | undefined,
  account: ArmResource,
  { arm, verifier }: { arm: Arm; verifier: TokenVerifier },
): Promise<void> {
  const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
  const principal = await verifier.verify(token, audience).catch(() => {
    throw modelError(
      401,
      'Unauthorized',
      `Access token is missing, invalid, audience is incorrect (${audience}), or have expired.`,
    );
  });
  const allowed = arm
    .list('', roleAssignment.type)
    .some(
      ({ properties }) =>
        properties.principalId === principal.oid &&
        rolesThatMayChat.includes(String(properties.roleDefinitionId).split('/').at(-1) ?? '') &&
        covers(properties.scope, account.id),
    );
  if (!allowed)
    throw modelError(
      401,
      'PermissionDenied',
      `The principal \`${principal.oid}\` lacks the required data action \`Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action\` to perform \`POST /openai/deployments/{deployment-id}/chat/completions\` operation.`,
    );
}

/** A scope reaches what lies below it. */
function covers(scope: string, id: string): boolean {
  const [above, below] = [scope, id].map(one => one.toLowerCase().replace(/\/$/, ''));
  return below === above || below.startsWith(`${above}/`);
}

/** @throws ModelError 404 DeploymentNotFound */
export function deploymentOf(name: string, account: ArmResource, arm: Arm): ArmResource {
  const deployment = deploymentsOf(account, arm).find(
    one => one.name.toLowerCase() === name.toLowerCase(),
  );
  if (!deployment)
    throw modelError(
      404,
      'DeploymentNotFound',
      'The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.',
    );
  return deployment;
}

export const deploymentsOf = (account: ArmResource, arm: Arm) =>
  arm.list(account.id, modelDeployment.type);
