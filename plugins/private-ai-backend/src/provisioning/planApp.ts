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
import type { Problem } from '../app/request';
import { namesOf } from '../app/names';
import type { OwnerLookup } from '../app/owner';
import type { Preflight } from '../preflight/preflight';
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
  /** Whether the catalog has the entity, whoever may see it. */
  entityExists(entityRef: string): Promise<boolean>;
  /** {@link standingRepository} of a new application. @throws ConflictError, ServiceUnavailableError */
  standing(request: AppRequest, signal: AbortSignal): Promise<StandingRepository | undefined>;
}

/**
 * What a request would do, resource by resource, and what stands in its way. Nothing is written.
 * @param change - the application exists and keeps its name
 */
export async function planApp(
  request: AppRequest,
  { change, ...deps }: PlanDeps & { change: boolean },
): Promise<AppPlan> {
  const { zone, azure, cluster, preflight } = deps;
  const owner = await deps.owner(request.owner);
  const app = { request, zone, owner, names: namesOf(request, zone) };
  const late = AbortSignal.timeout(patienceMs);
  const resources = timely(appGraph(app, { azure, cluster, jwks: deps.userTokens.jwks }));
  const [planned, taken, { repository, repositoryProblems }] = await Promise.all([
    planGraph(resources, { signal: new AbortController().signal }),
    change ? [] : takenName(request, deps),
    change ? noRepository : repositoryOf(request, deps, late),
  ]);
  const { rows } = planned;
  const inTheWay = planned.problems.map(message => asProblem(message, rows, change));
  const found = await preflight.app(app, rows, late);
  const problems = [...taken, ...repositoryProblems, ...inTheWay, ...found];
  return { rows, problems, ...(repository && { repository }) };
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

/** The resources, whose reading together ends in time; what was not read by then is unknown. */
function timely(resources: readonly Resource[]): Resource[] {
  const end = AbortSignal.timeout(readingMs);
  const over = new Promise<never>((_, fail) => {
    const none = () => fail(new Error(`There was no answer in ${readingMs / 1000} s.`));
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

const noRepository: { repository?: StandingRepository; repositoryProblems: Problem[] } = {
  repositoryProblems: [],
};

async function repositoryOf(
  request: AppRequest,
  { standing }: PlanDeps,
  signal: AbortSignal,
): Promise<typeof noRepository> {
  try {
    return { ...noRepository, repository: await standing(request, signal) };
  } catch (error) {
    const { message } = error as Error;
    const field = error instanceof ConflictError ? 'name' : undefined;
    return { repositoryProblems: [{ ...(field && { field }), message }] };
  }
}

async function takenName(
  { entityRef }: AppRequest,
  { entityExists }: PlanDeps,
): Promise<Problem[]> {
  try {
    if (!(await entityExists(entityRef))) return [];
    const message = `The catalog already has ${entityRef}: choose another name.`;
    return [{ field: 'name', message }];
  } catch (error) {
    return [{ message: `The portal could not ask the catalog: ${(error as Error).message}` }];
  }
}
