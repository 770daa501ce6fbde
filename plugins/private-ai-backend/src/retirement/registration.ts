import {
  ANNOTATION_ORIGIN_LOCATION,
  getCompoundEntityRef,
  parseEntityRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { AuthService } from '@backstage/backend-plugin-api';
import type { ScmIntegrations } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { entityIn } from '../app/owner';
import type { LandingZone } from '../config/landingZone';
import { hostOf } from '../git/hosts';
import { DESCRIPTION } from '../git/ownRepository';
import { baseUrlOf } from '../git/page';
import { parseRepoUrl } from '../git/repoUrl';
import { PUBLISHED_BRANCH } from '../git/host';
import { repositoryOf } from '../git/repository';

/** Of an entity that the catalog knows: the location that it can be taken out by, or why not. */
export type Registration = { locationId: string } | { refusal: string };

export interface CatalogDeps {
  auth: AuthService;
  catalog: CatalogService;
  integrations: ScmIntegrations;
}

/**
 * How an application came into the catalog: by the location that the portal registers for exactly this one (the description in
 * the application's own repository), or by something that may hold others' too. Undefined where the catalog does not know it.
 */
export async function registrationOf(
  { entityRef, zone }: { entityRef: string; zone: LandingZone },
  { auth, catalog, integrations }: CatalogDeps,
): Promise<Registration | undefined> {
  const entity = await entityIn({ auth, catalog })(entityRef);
  if (!entity) return undefined;
  const credentials = await auth.getOwnServiceCredentials();
  const location = await catalog.getLocationByEntity(entityRef, { credentials });
  const elsewhere = 'have the platform team take it out of the catalog';
  if (!location) {
    return {
      refusal: `Nobody registered it: the portal’s configuration or another source brings it into the catalog. Have the platform team take it out there.`,
    };
  }
  const { repoUrl, type } = repositoryOf(parseEntityRef(entityRef).name, zone.git);
  const host = hostOf(type);
  const base = baseUrlOf(zone.git, integrations);
  const own = `${base}/${host.filePath(parseRepoUrl(repoUrl), PUBLISHED_BRANCH, DESCRIPTION)}`;
  if (location.type !== 'url' || !sameAddress(location.target, own)) {
    return {
      refusal: `It is registered from ${location.target}, which is not the ${DESCRIPTION} of its own repository (${own}): ${elsewhere}.`,
    };
  }
  const { items } = await catalog.getEntities(
    {
      filter: { [`metadata.annotations.${ANNOTATION_ORIGIN_LOCATION}`]: `url:${location.target}` },
      fields: ['kind', 'metadata.name', 'metadata.namespace'],
    },
    { credentials },
  );
  const others = items.map(one => stringifyEntityRef(one)).filter(isNotOf(entity));
  if (others.length === 0) return { locationId: location.id };
  const named = others.slice(0, mostNamed).join(', ') + (others.length > mostNamed ? ', …' : '');
  return {
    refusal: `Its ${DESCRIPTION} describes others, too (${named}), which would go with it: take them out of the file first, or ${elsewhere}.`,
  };
}

/** Of others, in a sentence. */
const mostNamed = 3;

/** What a registration holds beside the application: the location's own entity, and the APIs that the application provides. */
function isNotOf(entity: Entity): (ref: string) => boolean {
  const { namespace } = getCompoundEntityRef(entity);
  const apis = Array.isArray(entity.spec?.providesApis) ? entity.spec.providesApis : [];
  const own = [
    stringifyEntityRef(entity),
    ...apis.map(api =>
      stringifyEntityRef(
        parseEntityRef(String(api), { defaultKind: 'api', defaultNamespace: namespace }),
      ),
    ),
  ];
  return ref => !own.includes(ref) && !ref.startsWith('location:');
}

/** Hosts and Backstage write one address in several ways: with who signs in, or a path's slashes encoded. */
function sameAddress(one: string, other: string): boolean {
  const [a, b] = [one, other].map(address => {
    if (!URL.canParse(address)) return address;
    const { protocol, host, pathname, searchParams } = new URL(address);
    return JSON.stringify([protocol, host, decoded(pathname), [...searchParams]]);
  });
  return a === b;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // A percent sign that encodes nothing.
  }
}
