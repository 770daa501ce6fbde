import type { AuthService } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import {
  ANNOTATION_LANDING_ZONE,
  privateAiAppReadPermission,
  privateAiCurationReadPermission,
} from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Access } from '../permissions/access';
import type { ArmClient } from '../azure/client';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { standingBy, type Standings } from '../operations/standings';
import type { OperationStore } from '../operations/store';
import type { Preflight } from '../preflight/preflight';
import { describedBy, ownedNow } from '../app/belonging';
import { locateApp } from '../app/location';
import { doneWith } from './done';
import type { Noticed } from '../preflight/outages';
import { appOverview } from './overview';
import { platformOverview } from './platform';
import { Readings } from './readings';

/**
 * What exists: `GET /apps/:kind/:namespace/:name` behind `private-ai.app.read` on the entity, and `GET /platform` behind
 * `private-ai.curation.read`.
 */
export function createInventoryRouter(deps: {
  access: Access;
  auth: AuthService;
  catalog: CatalogService;
  zones: readonly LandingZone[];
  azureFor(zone: LandingZone): { arm: ArmClient };
  clusterFor(zone: LandingZone): ClusterClient;
  store: Pick<OperationStore, 'newest' | 'lastRequest'>;
  standings: Pick<Standings, 'of' | 'usualSeconds'>;
  preflight: Preflight;
  noticed: Noticed;
}): Router {
  const { access, auth, catalog, zones, azureFor, clusterFor, standings, preflight, noticed } =
    deps;
  const router = PromiseRouter();
  const readings = new Readings();

  router.get('/apps/:kind/:namespace/:name', async (call, response) => {
    const { entity } = await access.app(call, privateAiAppReadPermission);
    const at = locateApp(entity, zones);
    const done = await doneWith(at, deps);
    const request = done.request && ownedNow(done.request, describedBy(entity));
    const reach = { arm: azureFor(at.zone).arm, cluster: clusterFor(at.zone), noticed, readings };
    response.json(await appOverview(entity, at, { ...done, request }, reach));
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
    const of = (entityRefs: readonly string[]) => standings.of(entityRefs, standingBy);
    const reach = { preflight, azureFor, clusterFor, noticed, readings, standings: of };
    response.json(await platformOverview(zones, items, reach));
  });

  return router;
}
