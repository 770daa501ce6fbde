import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  AuthorizeResult,
  isPermission,
  isResourcePermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  privateAiAppReadPermission,
  privateAiCurationReadPermission,
  privateAiPermissions,
} from '@private-ai/plugin-private-ai-common';

/** Members may do everything. */
export const platformTeam = 'group:default/platform-team';

/**
 * A policy to copy: the platform team may do everything; everybody else may look at every app, ask for a new one, and
 * change, retire, chat with or measure only what a group of theirs owns.
 */
export class PrivateAiPolicy implements PermissionPolicy {
  async handle(request: PolicyQuery, user?: PolicyQueryUser): Promise<PolicyDecision> {
    const { permission } = request;
    const claims = user?.info.ownershipEntityRefs ?? [];
    if (claims.includes(platformTeam)) return { result: AuthorizeResult.ALLOW };
    if (!user) return { result: AuthorizeResult.DENY };

    if (isPermission(permission, privateAiCurationReadPermission)) {
      return { result: AuthorizeResult.DENY };
    }
    const ofAnEntity =
      isResourcePermission(permission, 'catalog-entity') &&
      (permission.attributes.action === 'update' ||
        permission.attributes.action === 'delete' ||
        privateAiPermissions.some(known => isPermission(permission, known)));
    if (ofAnEntity && !isPermission(permission, privateAiAppReadPermission)) {
      return createCatalogConditionalDecision(
        permission,
        catalogConditions.isEntityOwner({ claims }),
      );
    }
    return { result: AuthorizeResult.ALLOW };
  }
}

export const permissionPolicy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'private-ai-policy',
  register(registration) {
    registration.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new PrivateAiPolicy());
      },
    });
  },
});
