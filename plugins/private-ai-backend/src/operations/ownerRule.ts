import type { AuthService, BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  privateAiAppUpdatePermission,
  say,
  type AppRequest,
  type Sentence,
} from '@private-ai/plugin-private-ai-common';
import { describedBy } from '../app/belonging';
import { entityIn } from '../app/owner';
import { sameText } from '../azure/resourceId';
import type { Access } from '../permissions/access';

/** Why an application may not be asked for with that owner; undefined where it may. */
export type OwnerRule = (
  credentials: BackstageCredentials,
  app: Pick<AppRequest, 'entityRef' | 'owner'>,
) => Promise<Sentence | undefined>;

/**
 * The owner of a request gets rights in the namespace: it is the one that the catalog says, and of a new application one that
 * who asks is, or belongs to. Who may change what is not theirs may also make it for others.
 */
export function ownerRule(deps: {
  access: Pick<Access, 'requireOn'>;
  auth: AuthService;
  catalog: CatalogService;
  /** As whom they may own something; undefined for what is no person. */
  claimsOf(credentials: BackstageCredentials): Promise<readonly string[] | undefined>;
}): OwnerRule {
  const { access, claimsOf } = deps;
  const entityOf = entityIn(deps);

  async function isOthers(credentials: BackstageCredentials, entityRef: string): Promise<boolean> {
    try {
      await access.requireOn(credentials, privateAiAppUpdatePermission, entityRef);
      return false;
    } catch (error) {
      if (error instanceof NotAllowedError) return true;
      throw error;
    }
  }

  return async (credentials, { entityRef, owner }) => {
    const entity = await entityOf(entityRef);
    const owners = entity ? describedBy(entity).owners : [];
    if (owners.some(one => sameText(one, owner))) return undefined;
    if (owners.length > 0)
      return say('owner-catalog', { entityRef, owners: owners.join(' and '), owner });
    const claims = await claimsOf(credentials);
    const belongs = claims?.some(claim => sameText(normal(claim), owner)) ?? true;
    if (belongs || !(await isOthers(credentials, entityRef))) return undefined;
    return say('owner-other', { owner });
  };
}

const normal = (ref: string) => stringifyEntityRef(parseEntityRef(ref));
