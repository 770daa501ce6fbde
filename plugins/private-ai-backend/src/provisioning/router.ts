import type { AuthService, BackstageCredentials } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { ConflictError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_LANDING_ZONE,
  isAppName,
  privateAiAppUpdatePermission,
  say,
  type AppPlan,
  type AppRequest,
  type NameAnswer,
  type StandingRepository,
} from '@private-ai/plugin-private-ai-common';
import { json, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Access } from '../permissions/access';
import type { Azure } from '../azure/azureFor';
import { parseRef } from '../app/entityRef';
import type { LandingZone } from '../config/landingZone';
import { zoneNamed } from '../config/zones';
import type { ClusterClient } from '../kubernetes/client';
import type { OperationRules } from '../operations/rules';
import type { OperationStore } from '../operations/store';
import type { RequireMade } from '../resources/adopted';
import type { UserTokens } from '../userTokens/userTokens';
import { describedBy } from '../app/belonging';
import { namespaceProblem } from '../app/names';
import { problemOf } from '../app/problem';
import { parseAppRequest, type ParsedRequest } from '../app/request';
import { whoAsks } from '../permissions/whoAsks';
import { zonesToCreateIn } from '../permissions/zonesToCreateIn';
import { entityIn, ownersIn } from '../app/owner';
import { newNameIn } from './newName';
import { OpenPlans, TooManyPlansError } from './openPlans';
import { planApp } from './planApp';
import type { Noticed } from '../outages/outages';
import type { Preflight } from '../preflight/preflight';

/** `GET /names/:name`, and `POST /plan`: for the zones that who asks may create in, or for the zone of an application that who asks may update. */
export function createPlanRouter(deps: {
  access: Access;
  auth: AuthService;
  catalog: CatalogService;
  rules: Pick<OperationRules, 'mayStart' | 'ownerProblem'>;
  store: Pick<OperationStore, 'newest'>;
  requireMade: RequireMade;
  zones: readonly LandingZone[];
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
  preflight: Preflight;
  userTokens: Pick<UserTokens, 'jwks'>;
  noticed: Noticed;
  /** What stands where a new application's repository would be made. */
  standing(
    request: AppRequest,
    zone: LandingZone,
    signal: AbortSignal,
  ): Promise<StandingRepository | undefined>;
  /** Whether two addresses on the zone's git host lie in one repository. */
  inOneRepository(one: string, other: string, zone: LandingZone): boolean;
}): Router {
  const { access, catalog, rules, zones, preflight } = deps;
  const entityOf = entityIn(deps);
  const router = PromiseRouter();
  const openPlans = new OpenPlans();
  const newName = newNameIn({ ...deps, entityOf });

  router.get('/names/:name', async (request, response) => {
    const credentials = await access.credentials(request);
    const at = request.query.landingZone;
    const open = await zonesToCreateIn(zones, access, credentials);
    const asked = at ? open.filter(({ name }) => name === at) : open;
    response.json(await nameAnswer(request.params.name, asked, credentials));
  });

  router.post('/plan', json(), async (request, response) => {
    const credentials = await access.credentials(request);
    try {
      const plan = () => answerTo(request.body, credentials);
      response.json(await openPlans.run(whoAsks(credentials), plan));
    } catch (error) {
      if (error instanceof TooManyPlansError) response.set('retry-after', `${error.retryAfter}`);
      throw error;
    }
  });

  /** Before a landing zone is chosen, a name is as good as in the one that takes it best. */
  async function nameAnswer(
    name: string,
    among: readonly LandingZone[],
    credentials: BackstageCredentials,
  ): Promise<NameAnswer> {
    if (!isAppName(name)) return { verdict: 'refused', sentence: say('name-form') };
    const reserved = among.map(zone => namespaceProblem(name, zone)?.sentence);
    const zone = among.find((_, index) => !reserved[index]);
    if (!zone) return { verdict: 'refused', sentence: reserved[0] ?? say('zone-none') };
    return newName(credentials, `component:default/${name}`, zone);
  }

  async function answerTo(
    body: Record<string, unknown>,
    credentials: BackstageCredentials,
  ): Promise<AppPlan> {
    const change = body?.change === true;
    const {
      request: asked,
      zone,
      problems,
    } = change
      ? await parsedChange(body, credentials)
      : parseAppRequest(body, await zonesToCreateIn(zones, access, credentials));
    return asked && zone ? planOf(asked, zone, change, credentials) : { rows: [], problems };
  }

  /** What there is of an application shows in its plan: only who may provision it sees that. */
  async function planOf(
    asked: AppRequest,
    zone: LandingZone,
    change: boolean,
    credentials: BackstageCredentials,
  ): Promise<AppPlan> {
    // A change has been asked for by its own permission.
    const { verdict, sentence } = change
      ? { verdict: 'free' as const }
      : await newName(credentials, asked.entityRef, zone);
    if (sentence) return { rows: [], problems: [problemOf('name', sentence)] };
    const problem = await rules.ownerProblem(credentials, asked);
    if (problem) return { rows: [], problems: [problemOf('owner', problem)] };
    const again = verdict === 'again' ? await entityOf(asked.entityRef) : undefined;
    return planApp(asked, {
      change,
      again: again && {
        origin: describedBy(again).origin,
        inOneRepository: (one, other) => deps.inOneRepository(one, other, zone),
      },
      zone,
      azure: deps.azure(zone),
      cluster: deps.cluster(zone),
      preflight,
      userTokens: deps.userTokens,
      noticed: deps.noticed,
      owner: ownersIn(deps),
      standing: (request, signal) => deps.standing(request, zone, signal),
    });
  }

  /** An application stays in its landing zone. @throws NotAllowedError */
  async function parsedChange(
    body: Record<string, unknown>,
    credentials: BackstageCredentials,
  ): Promise<ParsedRequest> {
    const ref = parseRef(body.entityRef || `component:default/${body.name}`);
    const entityRef = ref && stringifyEntityRef(ref);
    const entity = entityRef && (await catalog.getEntityByRef(entityRef, { credentials }));
    if (!entity) {
      const message = `There is no ${entityRef ?? 'such application'} that you may see: only what the catalog knows can be changed.`;
      return { problems: [{ message }] };
    }
    const known = stringifyEntityRef(entity);
    await access.requireOn(credentials, privateAiAppUpdatePermission, known);
    const refusal = await refusalOf(deps.requireMade(known));
    if (refusal) return { problems: [{ message: refusal }] };
    const at = entity.metadata.annotations?.[ANNOTATION_LANDING_ZONE];
    const zone = zoneNamed(zones, at);
    if (!zone || body.landingZone !== at) {
      const message = zone
        ? `${entityRef} is in the landing zone ${zone.title} and stays there: to move it, make it anew there and retire it here.`
        : `${entityRef} is in no landing zone of this portal.`;
      return { zone, problems: [{ field: 'landingZone', message }] };
    }
    return parseAppRequest(body, [zone]);
  }

  async function refusalOf(asked: Promise<void>): Promise<string | undefined> {
    try {
      await asked;
      return undefined;
    } catch (error) {
      if (error instanceof ConflictError) return error.message;
      throw error;
    }
  }

  return router;
}
