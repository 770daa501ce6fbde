import type { AuthService, BackstageCredentials } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type { ScmIntegrations } from '@backstage/integration';
import {
  ANNOTATION_LANDING_ZONE,
  privateAiAppReadPermission,
  privateAiAppUpdatePermission,
  privateAiChatUsePermission,
  privateAiCurationReadPermission,
  privateAiMetricsReadPermission,
  type MyApps,
} from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Access } from '../permissions/access';
import { whoAsks } from '../permissions/whoAsks';
import type { ArmClient } from '../azure/client';
import type { Waiting } from '../chat/waiting';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import type { Prometheus } from '../metrics/prometheus';
import { standingBy, type Standings } from '../operations/standings';
import type { OperationStore } from '../operations/store';
import type { Preflight } from '../preflight/preflight';
import { describedBy, ownedNow } from '../app/belonging';
import { locateApp } from '../app/location';
import { doneWith } from './done';
import type { Noticed } from '../outages/outages';
import type { CommitsTold } from '../git/commitsTold';
import { remember } from '../time/remember';
import { counting } from './figures';
import { mostOfMine, myApps, type May } from './mine';
import { appOverview } from './overview';
import { platformOverview } from './platform';
import { Readings } from './readings';
import { askStanding, type ZoneStanding } from './zoneAnswer';

/** Milliseconds for which what a landing zone's systems said counts for whoever else opens their applications' page. */
const rememberedMs = 5_000;

/**
 * What exists: `GET /apps/:kind/:namespace/:name` behind `private-ai.app.read` on the entity, `GET /my/apps` behind the same on
 * each that is told, and `GET /platform` behind `private-ai.curation.read`.
 */
export function createInventoryRouter(deps: {
  access: Access;
  auth: AuthService;
  catalog: CatalogService;
  zones: readonly LandingZone[];
  azureFor(zone: LandingZone): { arm: ArmClient };
  clusterFor(zone: LandingZone): ClusterClient;
  store: Pick<OperationStore, 'newest' | 'lastRequest' | 'list'>;
  standings: Pick<Standings, 'of' | 'usualSeconds' | 'requests'>;
  preflight: Preflight;
  noticed: Noticed;
  integrations: ScmIntegrations;
  /** What is known of commits. */
  told: CommitsTold;
  prometheusFor(zone: LandingZone): Prometheus | undefined;
  /** Milliseconds for the figures of one landing zone. */
  figuresWithinMs?: number;
  /** Conversations of somebody in which an agent waits. */
  waiting(userRef: string, entityRefs: readonly string[]): Promise<Waiting[]>;
  /** As whom somebody may own something; undefined for who is no person. */
  claimsOf(credentials: BackstageCredentials): Promise<readonly string[] | undefined>;
}): Router {
  const { access, auth, catalog, zones, azureFor, clusterFor, standings, preflight } = deps;
  const { noticed, integrations, told, claimsOf, prometheusFor, waiting } = deps;
  const router = PromiseRouter();
  const readings = new Readings();

  router.get('/apps/:kind/:namespace/:name', async (call, response) => {
    const { entity } = await access.app(call, privateAiAppReadPermission);
    const at = locateApp(entity, zones);
    const done = await doneWith(at, deps);
    const request = done.request && ownedNow(done.request, describedBy(entity));
    const reach = {
      arm: azureFor(at.zone).arm,
      cluster: clusterFor(at.zone),
      noticed,
      readings,
      integrations,
    };
    response.json(await appOverview(entity, at, { ...done, request }, reach));
  });

  const of = (entityRefs: readonly string[]) => standings.of(entityRefs, standingBy);
  const remembered = remember<ZoneStanding>(rememberedMs);
  const countedIn = counting(prometheusFor);

  router.get('/my/apps', async (request, response) => {
    const credentials = await access.credentials(request);
    const owners = await claimsOf(credentials);
    const { items, total } = owners?.length
      ? await ownedBy(owners, credentials, catalog)
      : { items: [], total: 0 };
    const apps = await whatMay(items, credentials, access);
    const reach = { azureFor, clusterFor, noticed };
    const more = total - items.length;
    const answer: MyApps = {
      ...(await myApps(apps, {
        ...{ ...reach, zones, readings, integrations, told, countedIn, standings: of },
        figuresWithinMs: deps.figuresWithinMs,
        requests: refs => standings.requests(refs),
        waiting: refs => waiting(whoAsks(credentials), refs),
        askZone: zone => remembered(zone.name, () => askStanding(zone, reach)),
      })),
      ...(more > 0 && { more }),
    };
    response.json(answer);
  });

  router.get('/platform', async (request, response) => {
    await access.require(request, privateAiCurationReadPermission);
    // With the plugin's own eyes: who curates the platform sees every app on it.
    const credentials = await auth.getOwnServiceCredentials();
    const { items } = await catalog.getEntities(
      {
        filter: { [`metadata.annotations.${ANNOTATION_LANDING_ZONE}`]: CATALOG_FILTER_EXISTS },
        fields: ['apiVersion', 'kind', 'metadata', 'relations'],
      },
      { credentials },
    );
    const reach = { preflight, azureFor, clusterFor, noticed, readings, standings: of };
    response.json(await platformOverview(zones, items, reach));
  });

  return router;
}

/** What the catalog says belongs to somebody, as far as they may see it there; by name. */
async function ownedBy(
  owners: readonly string[],
  credentials: BackstageCredentials,
  catalog: CatalogService,
): Promise<{ items: Entity[]; total: number }> {
  const { items, totalItems } = await catalog.queryEntities(
    {
      filter: {
        [`metadata.annotations.${ANNOTATION_LANDING_ZONE}`]: CATALOG_FILTER_EXISTS,
        'relations.ownedBy': [...owners],
      },
      fields: ['apiVersion', 'kind', 'metadata', 'relations'],
      orderFields: { field: 'metadata.name', order: 'asc' },
      limit: mostOfMine,
    },
    { credentials },
  );
  return { items, total: totalItems };
}

/** Those that somebody may read about, and what else they may do with each: asked for all at once. */
async function whatMay(
  entities: readonly Entity[],
  credentials: BackstageCredentials,
  access: Access,
): Promise<{ entity: Entity; may: May }[]> {
  const refs = entities.map(entity => stringifyEntityRef(entity));
  const [read, update, chat, metrics] = await Promise.all(
    [
      privateAiAppReadPermission,
      privateAiAppUpdatePermission,
      privateAiChatUsePermission,
      privateAiMetricsReadPermission,
    ].map(permission => access.allowedOn(credentials, permission, refs)),
  );
  return entities.flatMap((entity, index) => {
    const ref = refs[index];
    const may = { release: update.has(ref), chat: chat.has(ref), measure: metrics.has(ref) };
    return read.has(ref) ? [{ entity, may }] : [];
  });
}
