import { parseEntityRef, stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { CatalogApi, QueryEntitiesResponse } from '@backstage/catalog-client';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useCallback } from 'react';
import { useAnswer, type Answer } from '../api/useAnswer';

/** Who an application may belong to. */
export interface Owner {
  entityRef: string;
  /** As people know it. */
  title: string;
}

export interface Owners {
  /** Teams that the person belongs to. */
  teams: Owner[];
  /** The person. */
  self: Owner;
  /** Teams that the person does not belong to, where they are asked for. */
  others: Owner[];
  /** How many teams there are beyond those. */
  beyond: number;
}

/** Of an entity, as much as its title takes. */
const fields = ['kind', 'metadata.name', 'metadata.namespace', 'metadata.title', 'spec.profile'];
/** Teams that the catalog is asked for at once, and that are offered. */
const page = 500;
const most = 2_000;

/**
 * The person's teams by their identity, then themselves; other teams for who may make applications for them.
 * @param withOthers - undefined: it is not known yet
 */
export function useOwners(withOthers: boolean | undefined): Answer<Owners> {
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  const ask = useCallback(async () => {
    const { userEntityRef, ownershipEntityRefs } = await identity.getBackstageIdentity();
    const isTeam = (ref: string) => parseEntityRef(ref).kind.toLowerCase() === 'group';
    const refs = [...new Set([...ownershipEntityRefs.filter(isTeam), userEntityRef])];
    const [{ items }, { groups, beyond }] = await Promise.all([
      catalog.getEntitiesByRefs({ entityRefs: refs, fields }),
      withOthers ? everyTeam(catalog) : { groups: [], beyond: 0 },
    ]);
    const owners = refs.map((entityRef, index) => ({
      entityRef,
      title: titleOf(entityRef, items[index]),
    }));
    const others = groups
      .map(group => ({ entityRef: stringifyEntityRef(group), title: titleOf('', group) }))
      .filter(({ entityRef }) => !refs.includes(entityRef));
    const teams = byTitle(owners.slice(0, -1));
    return { teams, self: owners.at(-1)!, others: byTitle(others), beyond };
  }, [identity, catalog, withOthers]);
  return useAnswer(withOthers === undefined ? undefined : ask);
}

/** Page after page, by name. */
async function everyTeam(catalog: CatalogApi): Promise<{ groups: Entity[]; beyond: number }> {
  const groups: Entity[] = [];
  let cursor: string | undefined;
  let total: number;
  do {
    const { items, pageInfo, totalItems }: QueryEntitiesResponse = await catalog.queryEntities(
      cursor
        ? { cursor, fields, limit: page }
        : {
            ...{ filter: { kind: 'group' }, fields, limit: page },
            orderFields: { field: 'metadata.name', order: 'asc' },
          },
    );
    groups.push(...items);
    total = totalItems;
    cursor = pageInfo.nextCursor;
  } while (cursor && groups.length < most);
  return { groups, beyond: Math.max(total - groups.length, 0) };
}

function titleOf(entityRef: string, entity: Entity | undefined): string {
  if (!entity) return parseEntityRef(entityRef).name;
  const { displayName } = (entity.spec?.profile ?? {}) as { displayName?: string };
  return displayName || entity.metadata.title || entity.metadata.name;
}

const byTitle = (owners: Owner[]) => owners.sort((a, b) => a.title.localeCompare(b.title));
