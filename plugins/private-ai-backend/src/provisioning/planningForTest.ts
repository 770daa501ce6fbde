import { ConflictError } from '@backstage/errors';
import type { AppPlan, Operation } from '@private-ai/plugin-private-ai-common';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { createLandingZonesRouter } from '../landingZones/router';
import { operationRules } from '../operations/rules';
import { inOneRepository } from '../git/page';
import { Noticed } from '../outages/outages';
import { createPreflight } from '../preflight/preflight';
import { integrationsOf } from '../testing/answeringHost';
import { publishedForTest } from '../testing/keys';
import { reachInTest } from '../testing/measured';
import { startPlatform } from '../testing/platform';
import { portal, type Rooms } from '../testing/portal';
import type { PlanDeps } from './planApp';
import { createPlanRouter } from './router';

/** What there is, beside Azure. */
interface World {
  /** As whom the asker may own something; as anybody where undefined. */
  claims?: string[];
  /** What stands where its repository would be made. */
  standing: PlanDeps['standing'];
  /** What the cluster answers of a Namespace. */
  inCluster: (name: string) => Promise<KubernetesObject | undefined>;
  /** Who had what provisioned. */
  madeBy: Record<string, string[]>;
  /** What was last done with an application. */
  lastDone: Record<string, Pick<Operation, 'kind' | 'state'>>;
}

const empty = (): World => ({
  standing: async () => undefined,
  inCluster: async () => undefined,
  madeBy: {},
  lastDone: {},
});

const adopted = 'component:default/there-before';

/** What the asker may do something with. */
const own = ['weather-change', 'elsewhere', 'there-before', 'retired', 'runs'];

export const describedIn = (repository: string) =>
  `https://git.example/apps/${repository}/src/branch/main/catalog-info.yaml`;

const component = (name: string, landingZone?: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    annotations: {
      'backstage.io/managed-by-origin-location': `url:${describedIn(name)}`,
      ...(landingZone && { 'private-ai/landing-zone': landingZone }),
    },
  },
});

export const form = {
  name: 'weather',
  owner: 'app-team',
  landingZone: 'korea',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  runtime: 'typescript',
  instructions: 'Help.',
};

export const actions = ({ rows }: AppPlan) =>
  Object.fromEntries(rows.map(row => [row.id, row.action]));

export type Planning = Awaited<ReturnType<typeof startPlanning>>;

/** The plan over real HTTP, in front of the sandbox's Azure. */
export async function startPlanning() {
  const at = await startPlatform();
  const world = empty();
  const store = {
    provisioners: async (ref: string) => world.madeBy[ref] ?? [],
    newest: async (ref: string) => world.lastDone[ref] as Operation | undefined,
  };
  const requireMade = async (entityRef: string) => {
    if (entityRef === adopted) throw new ConflictError(`${entityRef} was there before the portal.`);
  };
  const zones = [at.zone, { ...at.zone, name: 'secret-zone' }];
  const planning = ({ access, auth, catalog }: Rooms) =>
    createPlanRouter({
      access,
      auth,
      catalog,
      rules: operationRules({
        ...{ access, auth, catalog, store, requireMade },
        claimsOf: async () => world.claims,
        recordedOwner: async () => undefined,
      }),
      store,
      requireMade,
      zones,
      azure: () => at.portal,
      cluster: () =>
        ({
          get: ({ name }: { name: string }) => world.inCluster(name),
        }) as unknown as ClusterClient,
      preflight: createPreflight({ azure: () => at.portal, ...reachInTest }),
      userTokens: publishedForTest,
      noticed: new Noticed(),
      standing: (request, _, signal) => world.standing(request, signal),
      inOneRepository: (one, other, { git }) =>
        inOneRepository(one, other, git, integrationsOf({})),
    });
  const allowed = ['korea', ...own.map(name => `component:default/${name}`)];
  const room = await portal(
    rooms => [createLandingZonesRouter({ access: rooms.access, zones }), planning(rooms)],
    {
      entities: [
        component('taken'),
        component('elsewhere', 'moon'),
        ...['weather-change', 'forbidden', 'there-before', 'retired', 'runs', 'not-theirs'].map(
          name => component(name, 'korea'),
        ),
      ],
      allows: about => allowed.includes(about ?? ''),
    },
  );
  return {
    at,
    room,
    world,
    reset: () => void Object.assign(world, { claims: undefined }, empty()),
    async plan(body: object) {
      const response = await room.ask('/plan', { body });
      const answer = (await response.json()) as AppPlan & { error?: { name: string } };
      return { status: response.status, ...answer };
    },
    async stop() {
      room.close();
      await at.stop();
    },
  };
}
