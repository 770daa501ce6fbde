import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { describedBy } from './belonging';
import type { OwnerSubject } from './names';

/** Who an owner is in Microsoft Entra; undefined where the catalog does not say so. */
export type OwnerLookup = (ownerRef: string) => Promise<OwnerSubject | undefined>;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** By the annotations that the catalog's Microsoft Graph provider writes; asked with the plugin's own eyes. */
export function ownersIn(deps: { auth: AuthService; catalog: CatalogService }): OwnerLookup {
  const entityOf = entityIn(deps);
  return async ownerRef => {
    const entity = await entityOf(ownerRef);
    const kind = entity?.kind.toLowerCase() === 'user' ? 'User' : 'Group';
    const id = entity?.metadata.annotations?.[`graph.microsoft.com/${kind.toLowerCase()}-id`];
    // Whoever writes entities by hand may write anything there: another form of name could be a system's own group.
    return id && guid.test(id) ? { kind, id } : undefined;
  };
}

/** Where an entity is described; undefined where the catalog does not know it, or not yet. */
export type OriginLookup = (entityRef: string) => Promise<string | undefined>;

export function originsIn(deps: { auth: AuthService; catalog: CatalogService }): OriginLookup {
  const entityOf = entityIn(deps);
  return async entityRef => {
    const entity = await entityOf(entityRef);
    return entity && describedBy(entity).origin;
  };
}

/** An entity with the plugin's own eyes: whoever asks may not see it. */
export const entityIn =
  ({ auth, catalog }: { auth: AuthService; catalog: CatalogService }) =>
  async (entityRef: string) =>
    catalog.getEntityByRef(entityRef, { credentials: await auth.getOwnServiceCredentials() });
