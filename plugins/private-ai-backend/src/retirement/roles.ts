import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { isAbsent } from '../azure/errors';
import { sameText } from '../azure/resourceId';
import { OPENAI_USER, roleAssignmentId } from '../azure/roleAssignment';
import type { LandingZone } from '../config/landingZone';

/** An identity's roles on whatever it has them; those of management groups above come along and are not this subscription's. */
export async function rolesOf(
  { properties: { principalId } }: ArmResource,
  { azure, foundry }: LandingZone,
  arm: ArmClient,
  signal: AbortSignal,
): Promise<ArmResource[]> {
  const filter = `principalId eq '${principalId}'`;
  const rolesAt = (scope: string) =>
    arm.list(
      `${scope}/providers/Microsoft.Authorization/roleAssignments`,
      apiVersions.roleAssignment,
      { filter, signal },
    );
  const subscription = `/subscriptions/${azure.subscriptionId}`;
  // In another subscription the portal may have rights on the account only.
  const elsewhere =
    foundry.account === 'shared' &&
    !foundry.accountId.toLowerCase().startsWith(`${subscription.toLowerCase()}/`);
  const [here, there] = await Promise.all([
    rolesAt(subscription),
    elsewhere
      ? rolesAt(foundry.accountId).catch(error => {
          if (isAbsent(error)) return [];
          throw error;
        })
      : [],
  ]);
  return [...here, ...there].filter(({ properties }) => properties.principalId === principalId);
}

/**
 * The one role that the portal and Service Connector give: under the portal's own GUID, or on an account of the application.
 * Anywhere else somebody else gave it, where the portal need not be allowed to take it away.
 */
export const isGivenByUs =
  (accountIds: readonly string[]) =>
  ({ id, properties }: ArmResource): boolean => {
    const { scope, principalId, roleDefinitionId } = properties as Record<string, string>;
    const role = String(roleDefinitionId).split('/').at(-1);
    return (
      sameText(role, OPENAI_USER) &&
      (accountIds.some(one => sameText(one, scope)) ||
        sameText(id, roleAssignmentId({ scope, principalId, role: OPENAI_USER })))
    );
  };
