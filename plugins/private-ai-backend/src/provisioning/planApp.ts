import { ConflictError } from '@backstage/errors';
import type {
  AppPlan,
  AppRequest,
  PlannedResource,
  StandingRepository,
} from '@private-ai/plugin-private-ai-common';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { appGraph } from './appGraph';
import { planGraph } from '../engine/plan';
import type { Resource } from '../engine/resource';
import type { UserTokens } from '../userTokens/userTokens';
import type { Problem } from '../app/problem';
import { namesOf } from '../app/names';
import type { OwnerLookup } from '../app/owner';
import { isRefusal } from '../outages/away';
import { Asking, type Noticed } from '../outages/outages';
import type { Preflight } from '../preflight/preflight';
import { isTransient } from '../time/backoff';
import { PassingError } from '../time/passing';
import { ofAgain, type Described, type FoundRepository } from './again';
import { descriptorOf } from '../resources/descriptors';

/** Milliseconds: a form waits for the plan. What does not answer in time is a sentence, too. */
const patienceMs = 14_000;
/** Of them, for reading what is there; the pre-flight checks go by that. */
const readingMs = 9000;

export interface PlanDeps {
  zone: LandingZone;
  azure: Azure;
  cluster: ClusterClient;
  preflight: Preflight;
  owner: OwnerLookup;
  userTokens: Pick<UserTokens, 'jwks'>;
  noticed: Noticed;
  /** {@link standingRepository} of a new application. @throws ConflictError, ServiceUnavailableError */
  standing(request: AppRequest, signal: AbortSignal): Promise<StandingRepository | undefined>;
}

/**
 * What a request would do, resource by resource, and what stands in its way. Nothing is written.
 * @param change - the application exists and keeps its name
 * @param again - it was retired, and is made again
 */
export async function planApp(
  request: AppRequest,
  { change, again, ...deps }: PlanDeps & { change: boolean; again?: Described },
): Promise<AppPlan> {
  const { zone, azure, cluster, preflight } = deps;
  const owner = await deps.owner(request.owner);
  const app = { request, zone, owner, names: namesOf(request, zone) };
  const late = AbortSignal.timeout(patienceMs);
  const resources = timely(appGraph(app, { azure, cluster, jwks: deps.userTokens.jwks }));
  const asking = new Asking(zone, deps.noticed);
  asking.noted(['azure', 'cluster'], []);
  const isToldElsewhere = ({ id }: Resource, error: Error) => {
    if (!isAway(error)) return false;
    asking.fails(descriptorOf(id)?.in === 'azure' ? 'azure' : 'cluster', error);
    return true;
  };
  const [planned, found] = await Promise.all([
    planGraph(resources, { signal: new AbortController().signal, isToldElsewhere }),
    change ? nothingFound : repositoryOf(request, deps, late),
  ]);
  const { repository, problems: misplaced } = again ? ofAgain(found, request, again) : found;
  const { rows } = planned;
  const inTheWay = planned.problems.map(message => asProblem(message, rows, change));
  const asked = await preflight.app(app, rows, late);
  asking.noted(
    [],
    asked.flatMap(({ away }) => away ?? []),
  );
  const refused = asked.filter(({ away }) => !away);
  const outages = asking.outages();
  const problems = [...misplaced, ...inTheWay, ...refused];
  return {
    ...{ rows, problems },
    ...(outages.length > 0 && { outages }),
    ...(repository && { repository }),
    ...(again && { again: true }),
  };
}

/** What is there and not ours stands there because of the name, which only a new application can still choose. */
function asProblem(message: string, rows: readonly PlannedResource[], change: boolean): Problem {
  const blocked = rows.some(
    ({ id, action, reason }) =>
      // What all applications share stands there for another reason.
      action === 'blocked' && reason === message && descriptorOf(id)?.in !== 'landing-zone',
  );
  return blocked && !change ? { field: 'name', message } : { message };
}

/** The system, not the resource, is why it could not be read. */
const isAway = (error: Error) =>
  isTransient(error) || isRefusal(error) || /^(TimeoutError|AbortError)$/.test(error.name);

/** The resources, whose reading together ends in time; what was not read by then is unknown. */
function timely(resources: readonly Resource[]): Resource[] {
  const end = AbortSignal.timeout(readingMs);
  const over = new Promise<never>((_, fail) => {
    const none = () => fail(new PassingError(`There was no answer in ${readingMs / 1000} s.`));
    end.addEventListener('abort', none, { once: true });
  });
  over.catch(() => {});
  return resources.map(resource => ({
    ...resource,
    async read(step) {
      const signal = AbortSignal.any([step.signal, end]);
      return Promise.race([resource.read({ ...step, signal }), over]);
    },
  }));
}

const nothingFound: FoundRepository = { problems: [] };

async function repositoryOf(
  request: AppRequest,
  { standing }: PlanDeps,
  signal: AbortSignal,
): Promise<FoundRepository> {
  try {
    return { repository: await standing(request, signal), problems: [] };
  } catch (error) {
    const { message } = error as Error;
    const field = error instanceof ConflictError ? 'name' : undefined;
    return { problems: [{ ...(field && { field }), message }] };
  }
}
