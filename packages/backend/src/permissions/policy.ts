import {
  coreServices,
  createBackendModule,
  type RootConfigService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
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
  privateAiPersonErasePermission,
} from '@private-ai/plugin-private-ai-common';

/** Whose members may do everything, where `privateAi.platformTeam` does not say otherwise. */
export const platformTeam = 'group:default/platform-team';

/** Permissions that know no owner and reach what is everybody's, or act with the portal's own rights. */
const onlyPlatformTeam = new Set([
  privateAiCurationReadPermission.name,
  // Gives an app to whoever holds its name in the catalog now.
  privateAiAppHandOverPermission.name,
  // Deletes what anybody has said and done here.
  privateAiPersonErasePermission.name,
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
  /** @param team - the platform team's entity reference */
  constructor(private readonly team: string = platformTeam) {}

  async handle(request: PolicyQuery, user?: PolicyQueryUser): Promise<PolicyDecision> {
    const { permission } = request;
    const claims = user?.info.ownershipEntityRefs ?? [];
    if (claims.includes(this.team)) return { result: AuthorizeResult.ALLOW };
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

/** @throws for what is no group's reference: nobody, or the wrong ones, would be the platform team */
export function readPlatformTeam(config: RootConfigService): string {
  const team = config.getOptionalString('privateAi.platformTeam') ?? platformTeam;
  if (/^group:[a-z0-9._-]+\/[a-z0-9._-]+$/.test(team)) return team;
  throw new InputError(
    `The configuration value privateAi.platformTeam is "${team}": expected a group's entity reference in lower case, such as group:default/ and the group's object id in Microsoft Entra.`,
  );
}

export const permissionPolicy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'private-ai-policy',
  register(registration) {
    registration.registerInit({
      deps: { config: coreServices.rootConfig, policy: policyExtensionPoint },
      async init({ config, policy }) {
        policy.setPolicy(new PrivateAiPolicy(readPlatformTeam(config)));
      },
    });
  },
});
