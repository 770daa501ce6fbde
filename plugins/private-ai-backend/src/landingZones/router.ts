import type { LandingZoneOffer } from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { LandingZone } from '../config/landingZone';
import type { Access } from '../permissions/access';
import { zonesToCreateIn } from '../permissions/zonesToCreateIn';
import { landingZoneOffer } from './offers';

/** `GET /landing-zones`: those that who asks may create in. */
export function createLandingZonesRouter(deps: {
  access: Access;
  zones: readonly LandingZone[];
}): Router {
  const { access, zones } = deps;
  const router = PromiseRouter();
  router.get('/landing-zones', async (request, response) => {
    const credentials = await access.credentials(request);
    const allowed = await zonesToCreateIn(zones, access, credentials);
    const items: LandingZoneOffer[] = allowed.map(landingZoneOffer);
    response.json({ items });
  });
  return router;
}
