import type { AuthService, BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  privateAiAppCreatePermission,
  type AppPreview,
  type LandingZoneOffer,
} from '@private-ai/plugin-private-ai-common';
import { json, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Access } from '../access';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config';
import type { ClusterClient } from '../kubernetes/client';
import { parseAppRequest } from './appRequest';
import { landingZoneOffer } from './offers';
import { previewApp } from './preview';

/** `GET /landing-zones` and `POST /preview`: for the zones that who asks may create in. */
export function createLandingZonesRouter(deps: {
  access: Access;
  auth: AuthService;
  catalog: CatalogService;
  zones: readonly LandingZone[];
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
}): Router {
  const { access, auth, catalog, zones } = deps;
  const router = PromiseRouter();

  router.get('/landing-zones', async (request, response) => {
    const credentials = await access.credentials(request);
    const items: LandingZoneOffer[] = (await allowed(credentials)).map(landingZoneOffer);
    response.json({ items });
  });

  router.post('/preview', json(), async (request, response) => {
    const credentials = await access.credentials(request);
    const parsed = parseAppRequest(request.body, await allowed(credentials));
    const preview: AppPreview =
      parsed.request && parsed.zone
        ? await previewApp(parsed.request, {
            zone: parsed.zone,
            arm: deps.azure(parsed.zone).arm,
            cluster: deps.cluster(parsed.zone),
            entityExists,
          })
        : { resources: [], problems: parsed.problems };
    response.json(preview);
  });

  async function allowed(credentials: BackstageCredentials): Promise<LandingZone[]> {
    const may = await Promise.all(
      zones.map(({ name }) =>
        access.requireOn(credentials, privateAiAppCreatePermission, name).then(
          () => true,
          error => {
            if (error instanceof NotAllowedError) return false;
            throw error;
          },
        ),
      ),
    );
    return zones.filter((_, index) => may[index]);
  }

  // With the plugin's own eyes: a name is taken by what the asker may not see, too.
  async function entityExists(entityRef: string): Promise<boolean> {
    const credentials = await auth.getOwnServiceCredentials();
    return (await catalog.getEntityByRef(entityRef, { credentials })) !== undefined;
  }

  return router;
}
