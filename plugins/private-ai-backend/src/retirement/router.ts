import type { AuthService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATION_LANDING_ZONE, type RetirementPlan } from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Knex } from 'knex';
import type { Access } from '../permissions/access';
import type { Azure } from '../azure/azureFor';
import { extentOf } from '../chat/forgetting';
import type { LandingZone } from '../config/landingZone';
import { knownZones, requireZone } from '../config/zones';
import type { ClusterClient } from '../kubernetes/client';
import { readEntityRef } from '../app/entityRef';
import { entityIn } from '../app/owner';
import { provisioning } from '../operations/provisioners';
import type { OperationRules } from '../operations/rules';
import type { OperationStore } from '../operations/store';
import { retirementPlan } from './plan';

/**
 * `GET /apps/:kind/:namespace/:name/retirement`: what a retirement would remove and leave, for who may retire. The landing
 * zone is the entity's own, or, where the catalog does not know the entity, `?landingZone=` or where it was last provisioned.
 */
export function createRetirementRouter(deps: {
  access: Access;
  auth: AuthService;
  catalog: CatalogService;
  rules: OperationRules;
  store: OperationStore;
  knex: Knex;
  zones: readonly LandingZone[];
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
}): Router {
  const { access, rules, store, zones } = deps;
  const entityOf = entityIn(deps);
  const router = PromiseRouter();

  router.get('/apps/:kind/:namespace/:name/retirement', async (request, response) => {
    const credentials = await access.credentials(request);
    const { kind, namespace, name } = request.params;
    const entityRef = readEntityRef(`${kind}:${namespace}/${name}`);
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
    const [plan, chats] = await Promise.all([
      retirementPlan(
        { entityRef, zone, zones },
        { azure: deps.azure(zone), cluster: deps.cluster(zone) },
        { signal: leaving.signal, now: Date.now() },
      ),
      extentOf(deps.knex, { entityRef, landingZone: zone.name }),
    ]);
    response.json({ ...plan, chats } satisfies RetirementPlan);
  });

  async function landingZoneOf(entityRef: string): Promise<string | undefined> {
    const entity = await entityOf(entityRef);
    const annotated = entity?.metadata.annotations?.[ANNOTATION_LANDING_ZONE];
    if (annotated) return annotated;
    return (await store.newest(entityRef, provisioning))?.landingZone;
  }

  return router;
}
