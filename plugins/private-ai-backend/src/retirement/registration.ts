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
import { ResponseError } from '@backstage/errors';
import { entityIn } from '../app/owner';
import { mayPass } from '../portalApi/portalApi';
import { ofCause } from '../redaction/ofCause';
import { PassingError } from '../time/passing';
import type { LandingZone } from '../config/landingZone';
import { inOneRepository } from '../git/page';
import { repositoryPage } from '../git/pages';
import { parseRepoUrl } from '../git/repoUrl';
import { repositoryOf } from '../git/repository';

/** An application, and where it lies. */
export interface App {
  entityRef: string;
  zone: LandingZone;
}

/** Of an entity that the catalog knows: the location that it can be taken out by, or why not. */
export type Registration = { locationId: string } | { refusal: string };

export interface CatalogDeps {
  auth: AuthService;
  catalog: CatalogService;
  integrations: ScmIntegrations;
}

/**
 * How an application came into the catalog: by a location of exactly this one (its description, on whatever branch of the
 * application's own repository), or by something that may hold others' too. Undefined where the catalog does not know it.
 */
export async function registrationOf(
  app: App,
  deps: CatalogDeps,
): Promise<Registration | undefined> {
  const { repoUrl, type } = repositoryOf(parseEntityRef(app.entityRef).name, app.zone.git);
  const own = repositoryPage(parseRepoUrl(repoUrl), type, deps.integrations);
  const sentence = `The catalog does not say at the moment how it knows ${app.entityRef}: try again in a minute.`;
  return asked(sentence, () => registered(app, own, deps));
}

/** @param own - the page of the application's own repository */
async function registered(
  { entityRef, zone }: App,
  own: string,
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
  const isOwn = inOneRepository(location.target, own, zone.git, integrations);
  if (location.type !== 'url' || !isOwn) {
    return {
      refusal: `It is registered from ${location.target}, which is not in its own repository (${own}): ${elsewhere}.`,
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
    refusal: `${location.target} describes others, too (${named}), which would go with it: take them out of the file first, or ${elsewhere}.`,
  };
}

/** Takes a location out, and with it what came by it; one that is not there any more is out. @throws PassingError */
export async function leave(
  entityRef: string,
  locationId: string,
  { auth, catalog }: Pick<CatalogDeps, 'auth' | 'catalog'>,
): Promise<void> {
  const sentence = `The catalog did not let ${entityRef} go; everything else of it is gone. Try again in a minute.`;
  return asked(sentence, async () => {
    const credentials = await auth.getOwnServiceCredentials();
    try {
      await catalog.removeLocationById(locationId, { credentials });
    } catch (error) {
      if (!(error instanceof ResponseError && error.statusCode === 404)) throw error;
    }
  });
}

/** Of the catalog: what passes by itself says so, and has a sentence. */
async function asked<T>(sentence: string, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw mayPass(error) ? ofCause(new PassingError(sentence), error) : error;
  }
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
