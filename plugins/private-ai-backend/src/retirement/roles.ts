import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { isAbsent } from '../azure/errors';
import { sameText } from '../azure/resourceId';
import { OPENAI_USER, REPOSITORY_WRITER, roleAssignmentId } from '../azure/roleAssignment';
import type { LandingZone } from '../config/landingZone';

/** An identity's roles on whatever it has them; those of management groups above come along and are not this subscription's. */
export async function rolesOf(
  { properties: { principalId } }: ArmResource,
  { azure, foundry, registry }: LandingZone,
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
  // In another subscription the portal may have rights on the account and the registry only.
  const elsewhere = [
    ...(foundry.account === 'shared' ? [foundry.accountId] : []),
    ...(registry.permissions === 'repositories' ? [registry.id] : []),
  ].filter(id => !id.toLowerCase().startsWith(`${subscription.toLowerCase()}/`));
  const found = await Promise.all([
    rolesAt(subscription),
    ...elsewhere.map(id =>
      rolesAt(id).catch(error => {
        if (isAbsent(error)) return [];
        throw error;
      }),
    ),
  ]);
  return found.flat().filter(({ properties }) => properties.principalId === principalId);
}

/**
 * The roles that the portal and Service Connector give: under the portal's own GUID, or on an account of the application.
 * Anywhere else somebody else gave it, where the portal need not be allowed to take it away.
 */
export const isGivenByUs =
  (accountIds: readonly string[]) =>
  ({ id, properties }: ArmResource): boolean => {
    const { scope, principalId, roleDefinitionId } = properties as Record<string, string>;
    const given = String(roleDefinitionId).split('/').at(-1);
    const role = [OPENAI_USER, REPOSITORY_WRITER].find(one => sameText(one, given));
    if (!role) return false;
    if (role === OPENAI_USER && accountIds.some(one => sameText(one, scope))) return true;
    return sameText(id, roleAssignmentId({ scope, principalId, role }));
  };
