import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
import {
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
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
  privateAiAppHandOverPermission,
  privateAiAppReadPermission,
  privateAiCurationReadPermission,
  privateAiPermissions,
} from '@private-ai/plugin-private-ai-common';

/** Members may do everything. */
export const platformTeam = 'group:default/platform-team';

/** Permissions that know no owner and reach what is everybody's, or act with the portal's own rights. */
const onlyPlatformTeam = new Set([
  privateAiCurationReadPermission.name,
  // Gives an app to whoever holds its name in the catalog now.
  privateAiAppHandOverPermission.name,
  // Takes any app out of the catalog, whoever owns it; then its name is free for others.
  'catalog.location.delete',
  'catalog.ingestion.manage',
  // Runs a template of one's own, with the portal's access to git.
  'scaffolder.template.dry-run',
  'scaffolder.template.management',
]);

/**
 * A policy to copy: the platform team may do everything; everybody else may look at every app, ask for a new one,
 * follow and cancel their own runs of templates, and change, retire, chat with or measure only what a group of theirs
 * owns.
 */
export class PrivateAiPolicy implements PermissionPolicy {
  async handle(request: PolicyQuery, user?: PolicyQueryUser): Promise<PolicyDecision> {
    const { permission } = request;
    const claims = user?.info.ownershipEntityRefs ?? [];
    if (claims.includes(platformTeam)) return { result: AuthorizeResult.ALLOW };
    if (!user) return { result: AuthorizeResult.DENY };

    if (onlyPlatformTeam.has(permission.name)) return { result: AuthorizeResult.DENY };
    // What was asked for and the whole log are in a run, and the portal cancels on behalf of who may cancel it.
    if (isResourcePermission(permission, 'scaffolder-task')) {
      return createScaffolderTaskConditionalDecision(
        permission,
        scaffolderTaskConditions.isTaskOwner({ createdBy: [user.info.userEntityRef] }),
      );
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
