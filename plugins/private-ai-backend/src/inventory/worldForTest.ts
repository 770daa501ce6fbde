import type { Entity } from '@backstage/catalog-model';
import type { ScmIntegrations } from '@backstage/integration';
import type { Knex } from 'knex';
import type { ArmClient, ArmResource } from '../azure/client';
import type { LandingZone } from '../config/landingZone';
import { entityLabel } from '../app/entityLabel';
import { CommitsTold } from '../git/commitsTold';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import type { Standings } from '../operations/standings';
import type { OperationStore } from '../operations/store';
import { integrationsOf } from '../testing/answeringHost';
import { landingZone } from '../testing/landingZone';
import { portal, type Rooms } from '../testing/portal';
import { Noticed } from '../outages/outages';
import type { Preflight } from '../preflight/preflight';
import { zonePrometheus } from '../metrics/zonePrometheus';
import { waitingFor } from '../chat/waiting';
import { createInventoryRouter } from './router';

export const entity = (annotations: Record<string, string>, name = 'weather'): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', annotations },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team' }],
  spec: { type: 'service' },
});
export const service = {
  'private-ai/landing-zone': 'korea',
  'private-ai/namespace': 'ai-weather',
  'private-ai/service': 'weather',
};
export const made = {
  ...service,
  'private-ai/foundry-account': 'aif-weather',
  'private-ai/model-deployment': 'gpt',
  'private-ai/identity': 'id-weather',
  'private-ai/connector': 'sc_weather',
  'private-ai/template-version': '1.2.0',
};
export const zone = landingZone({
  naming: {
    identity: 'id-{app}',
    foundrySubdomain: 'aif-{app}',
    connector: 'sc_{app}',
    namespace: 'ai-{app}',
  },
  models: [{ name: 'gpt-5.2', version: '1', sku: 'Standard', maxCapacity: 100 }],
});

export const owner = 'component:default/weather';
const tags = { 'private-ai-entity': owner, 'private-ai-managed-by': 'private-ai-portal' };
const group = `/subscriptions/${zone.azure.subscriptionId}/resourceGroups/rg-weather/providers`;
export const account = `${group}/Microsoft.CognitiveServices/accounts/aif-weather`;
export const inAzure: Record<string, Partial<ArmResource>> = {
  [account]: { tags, properties: { provisioningState: 'Succeeded' } },
  [`${account}/projects/proj-weather`]: { properties: { provisioningState: 'Succeeded' } },
  [`${account}/deployments/gpt`]: {
    sku: { name: 'Standard', capacity: 10 },
    properties: { provisioningState: 'Succeeded', model: { name: 'gpt-5.2', version: '1' } },
  },
  [`${group}/Microsoft.Network/privateEndpoints/pe-weather`]: {
    tags,
    properties: { provisioningState: 'Succeeded' },
  },
  [`${group}/Microsoft.ManagedIdentity/userAssignedIdentities/id-weather`]: {
    tags,
    properties: {},
  },
  [`${zone.aks.clusterId}/providers/Microsoft.ServiceLinker/linkers/sc_weather`]: {
    properties: { provisioningState: 'Succeeded', scope: 'ai-weather' },
  },
};

const labels = {
  'private-ai-entity': entityLabel(owner),
  'private-ai-managed-by': 'private-ai-portal',
};
export const inCluster = (available = 1): KubernetesObject[] => [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'ai-weather', labels, creationTimestamp: '2026-11-01T00:00:00Z' },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'weather', namespace: 'ai-weather', labels, generation: 1 },
    spec: { replicas: 1 },
    status: {
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      availableReplicas: available,
    },
  },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'weather', namespace: 'ai-weather' } },
  {
    apiVersion: 'opentelemetry.io/v1alpha1',
    kind: 'Instrumentation',
    metadata: { name: 'private-ai', namespace: 'ai-weather' },
  },
];

export interface World {
  azure?: Record<string, Partial<ArmResource>> | Error;
  cluster?: KubernetesObject[] | Error;
  /** Of the portal's database; empty when left out. */
  store?: OperationStore;
  standings?: Standings;
  /** Of what is asked about; everything when left out. */
  allowed?: boolean | ((about?: string, permission?: string) => boolean);
  /** As whom who asks may own something. */
  claims?: string[];
  integrations?: ScmIntegrations;
  /** Of the landing zone. */
  foundry?: LandingZone['foundry'];
  git?: LandingZone['git'];
  /** What pre-flight could not ask, beside what follows from the above. */
  preflight?: Pick<Awaited<ReturnType<Preflight['zone']>>, 'away' | 'refused'>;
  zone?: Partial<LandingZone>;
  figuresWithinMs?: number;
  /** The portal's database, for what conversations wait. */
  knex?: Knex;
}

/** The inventory's router over real HTTP; Azure and the cluster answer as the world says, which may change meanwhile. */
export async function inventory(entities: Entity[], world: World) {
  const { foundry, git, zone: changed, knex, store, standings, integrations } = world;
  let { azure = inAzure, cluster = inCluster() } = world;
  const armClient = {
    get: async (id: string) => {
      if (azure instanceof Error) throw azure;
      return azure[id] && { id, properties: {}, ...azure[id] };
    },
  } as unknown as ArmClient;
  const clusterClient = {
    get: async (ref: { kind: string; name: string }) => {
      if (cluster instanceof Error) throw cluster;
      return cluster.find(one => one.kind === ref.kind && one.metadata.name === ref.name);
    },
    list: async (of: { kind: string }) => {
      if (cluster instanceof Error) throw cluster;
      return cluster.filter(({ kind }) => kind === of.kind);
    },
  } as unknown as ClusterClient;
  const router = ({ access, auth, catalog }: Rooms) =>
    createInventoryRouter({
      noticed: new Noticed(),
      access,
      auth,
      catalog,
      zones: [{ ...zone, ...(foundry && { foundry }), ...(git && { git }), ...changed }],
      azureFor: () => ({ arm: armClient }),
      clusterFor: () => clusterClient,
      store: store ?? {
        newest: async () => undefined,
        lastRequest: async () => undefined,
        list: async () => [],
      },
      integrations: integrations ?? integrationsOf({}),
      told: new CommitsTold(),
      claimsOf: async () => world.claims,
      standings: standings ?? {
        of: async () => new Map(),
        usualSeconds: async () => undefined,
        requests: async () => new Map(),
      },
      figuresWithinMs: world.figuresWithinMs,
      prometheusFor: of => zonePrometheus(of, () => ({ token: async () => '' })),
      waiting: async (...asked) => (knex ? waitingFor(knex, ...asked) : []),
      preflight: {
        app: async () => [],
        zone: async ({ models: [offer] }) => ({
          problems: [],
          notices: [],
          refused: [],
          ...(azure instanceof Error
            ? { away: [{ system: 'azure', said: azure.message }] }
            : { away: [], capacities: [{ offer, used: 30, left: 70 }] }),
          ...world.preflight,
        }),
      },
    });
  const { ask: asked, close } = await portal(router, {
    entities,
    allows: (about, permission) =>
      typeof world.allowed === 'function'
        ? world.allowed(about, permission)
        : (world.allowed ?? true),
  });
  return {
    close,
    become(now: Pick<World, 'azure' | 'cluster'>) {
      ({ azure = inAzure, cluster = inCluster() } = now);
    },
    async ask<T>(path: string) {
      const response = await asked(path);
      return { status: response.status, body: (await response.json()) as T };
    },
  };
}

/** One question to it. */
export async function ask<T>(path: string, entities: Entity[], world: World) {
  const room = await inventory(entities, world);
  const answer = await room.ask<T>(path);
  room.close();
  return answer;
}
