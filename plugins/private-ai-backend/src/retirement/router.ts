import { ConflictError, InputError } from '@backstage/errors';
import { ANNOTATION_LANDING_ZONE, type RetirementPlan } from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Knex } from 'knex';
import { askedEntity, type Access } from '../permissions/access';
import type { Azure } from '../azure/azureFor';
import { extentOf } from '../chat/forgetting';
import type { LandingZone } from '../config/landingZone';
import { knownZones, requireZone } from '../config/zones';
import type { ClusterClient } from '../kubernetes/client';
import { readEntityRef } from '../app/entityRef';
import { entityIn } from '../app/owner';
import { provisioning } from '../operations/provisioners';
import type { OperationRules } from '../operations/rules';
import { isRetired, standingBy, type Standings } from '../operations/standings';
import type { OperationStore } from '../operations/store';
import { choicesFor, takeOutNow, type AfterwardsDeps } from './afterwards';
import { retirementPlan } from './plan';

/**
 * `POST …/unregistration`: takes what is retired out of the catalog.
 * `GET /apps/:kind/:namespace/:name/retirement`: what a retirement would remove and leave, for who may retire. The landing
 * zone is the entity's own, or, where the catalog does not know the entity, `?landingZone=` or where it was last provisioned.
 */
export function createRetirementRouter(deps: {
  access: Access;
  after: AfterwardsDeps;
  rules: OperationRules;
  store: OperationStore;
  standings: Pick<Standings, 'of'>;
  knex: Knex;
  zones: readonly LandingZone[];
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
}): Router {
  const { access, rules, store, zones } = deps;
  const entityOf = entityIn(deps.after);
  const router = PromiseRouter();

  router.get('/apps/:kind/:namespace/:name/retirement', async (request, response) => {
    const credentials = await access.credentials(request);
    const entityRef = readEntityRef(askedEntity(request));
    const asked = request.query.landingZone ?? (await landingZoneOf(entityRef));
    // The permission first: whether there is such an application is not everybody's to know.
    await rules.mayStart(credentials, { kind: 'retire', entityRef, landingZone: String(asked) });
    if (asked === undefined) {
      throw new InputError(
        `Nothing says in which landing zone ${entityRef} is: name one as landingZone (${knownZones(zones)}).`,
      );
    }
    const zone = requireZone(zones, asked);
    const leaving = new AbortController();
    response.on('close', () => leaving.abort());
    const [plan, chats, after] = await Promise.all([
      retirementPlan(
        { entityRef, zone, zones },
        { azure: deps.azure(zone), cluster: deps.cluster(zone) },
        { signal: leaving.signal, now: Date.now() },
      ),
      extentOf(deps.knex, { entityRef, landingZone: zone.name }),
      choicesFor({ entityRef, zone }, deps.after),
    ]);
    response.json({ ...plan, chats, after } satisfies RetirementPlan);
  });

  router.post('/apps/:kind/:namespace/:name/unregistration', async (request, response) => {
    const credentials = await access.credentials(request);
    const entityRef = readEntityRef(askedEntity(request));
    const landingZone = await landingZoneOf(entityRef);
    await rules.mayStart(credentials, {
      ...{ kind: 'retire', entityRef, landingZone: String(landingZone) },
    });
    const zone = requireZone(zones, landingZone);
    const standing = (await deps.standings.of([entityRef], standingBy)).get(entityRef);
    if (!isRetired(standing)) {
      throw new ConflictError(
        `${entityRef} is not retired: what there is of it has to be gone first. Retire it, and choose there that it leaves the catalog.`,
      );
    }
    await takeOutNow({ entityRef, zone }, { ...deps.after, request });
    response.status(204).end();
  });

  async function landingZoneOf(entityRef: string): Promise<string | undefined> {
    const entity = await entityOf(entityRef);
    const annotated = entity?.metadata.annotations?.[ANNOTATION_LANDING_ZONE];
    if (annotated) return annotated;
    return (await store.newest(entityRef, provisioning))?.landingZone;
  }

  return router;
}
