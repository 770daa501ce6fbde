import {
  say,
  statusOf,
  type AppFacts,
  type AppOverview,
  type AppRequest,
  type AppResource,
  type Health,
  type Operation,
  type Outage,
  type Sentence,
} from '@private-ai/plugin-private-ai-common';
import { links } from './links';

const request: AppRequest = {
  name: 'weather',
  entityRef: 'component:default/weather',
  owner: 'group:default/team-a',
  description: 'Says what the weather is like.',
  landingZone: 'korea',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  runtime: 'typescript',
  instructions: 'You tell the weather, briefly.',
  templateVersion: '0.2.0',
};

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

function operation(name: string, more: Partial<Operation>): Operation {
  return {
    id: `operation-of-${name}`,
    kind: 'provision',
    entityRef: `component:default/${name}`,
    landingZone: 'korea',
    requestedBy: 'user:default/developer',
    state: 'running',
    input: { app: { ...request, name } },
    cancelRequested: false,
    createdAt: ago(3),
    updatedAt: ago(0),
    startedAt: ago(3),
    ...more,
  };
}

const types = {
  'foundry-account': 'Microsoft.CognitiveServices/accounts',
  'foundry-project': 'Microsoft.CognitiveServices/accounts/projects',
  'model-deployment': 'Microsoft.CognitiveServices/accounts/deployments',
  'private-endpoint': 'Microsoft.Network/privateEndpoints',
  identity: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  'service-connector': 'Microsoft.ServiceLinker/linkers',
  namespace: 'Namespace',
  deployment: 'Deployment',
  service: 'Service',
  telemetry: 'Instrumentation',
} as const;

/** All that an application is made of, healthy but for what is named. */
function resources(
  name: string,
  ill: Partial<
    Record<keyof typeof types, { health: Health; message?: string; sentence?: Sentence }>
  > = {},
): AppResource[] {
  const names: Partial<Record<keyof typeof types, string>> = {
    'foundry-account': `aif-${name}-krc-01`,
    'foundry-project': `proj-${name}-krc-01`,
    'model-deployment': 'gpt-5.2',
    'private-endpoint': `pe-aif-${name}-krc-01`,
    identity: `uami-${name}-krc-01`,
    'service-connector': `${name}_aif`,
  };
  return Object.entries(types).map(([id, type]) => ({
    id,
    type,
    name: names[id as keyof typeof types] ?? name,
    health: 'healthy',
    ...ill[id as keyof typeof types],
  }));
}

export const clusterAway = (zone: string): Outage => ({
  system: 'cluster',
  zone,
  since: ago(12),
  sentence: say('outage-cluster-away', { zone }),
  detail: 'The cluster of that landing zone did not answer within 8 seconds.',
});

const zone = 'Korea Central';
const running = {
  namespace: 'there',
  deployment: { wanted: 1, ready: 1, since: ago(600) },
} as const;

/** @param facts - what the portal read, where that is not that all is well */
function overview(
  name: string,
  more: Partial<AppOverview> = {},
  facts: Partial<AppFacts> = {},
): AppOverview {
  const rows = more.resources ?? resources(name);
  const outages = more.outages ?? [];
  return {
    entityRef: `component:default/${name}`,
    landingZone: { name: 'korea', title: 'Korea Central' },
    namespace: name,
    model: {
      deployment: 'gpt-5.2',
      name: 'gpt-5.2',
      version: '2025-12-11',
      sku: 'GlobalStandard',
      capacity: 10,
    },
    status: statusOf({
      ...{ released: true, workload: running, resources: rows, outages },
      ...{ operation: more.operation, adopted: more.adopted, moved: Boolean(more.moved) },
      names: { namespace: name, service: name, zone },
      ...facts,
    }),
    resources: rows,
    request: { ...request, name, entityRef: `component:default/${name}` },
    links,
    changed: { kind: 'release', by: 'user:default/developer', at: ago(90) },
    outages,
    ...more,
  };
}

const retirement = operation('retired', {
  kind: 'retire',
  state: 'succeeded',
  startedAt: ago(9),
  endedAt: ago(8),
}) as Operation<'retire'>;

interface State {
  /** What is to be seen, in the catalog's list. */
  description: string;
  /** Undefined: it cannot be read. */
  overview?: AppOverview;
  /** What was last done with it, where the card asks. */
  operations?: Operation[];
}

/** By the application's name: a state of the card. */
export const overviews: Readonly<Record<string, State>> = {
  weather: {
    description: 'Healthy, with a conversation and metrics.',
    overview: overview('weather'),
  },
  starting: {
    description: 'Being provisioned, with a log that goes on.',
    overview: overview(
      'starting',
      {
        resources: resources('starting', {
          'private-endpoint': {
            health: 'progressing',
            sentence: say('row-azure-says', { state: 'Creating' }),
          },
          'service-connector': { health: 'next', sentence: say('row-next') },
          telemetry: { health: 'waiting', sentence: say('row-waiting') },
          deployment: { health: 'waiting', sentence: say('row-release') },
          service: { health: 'waiting', sentence: say('row-release') },
        }),
        operation: operation('starting', {
          kind: 'make',
          stages: [
            { name: 'provision', startedAt: ago(3), endedAt: ago(1) },
            { name: 'build', startedAt: ago(1) },
          ],
        }),
      },
      { released: false, workload: { namespace: 'there' }, usualSeconds: 240 },
    ),
  },
  queued: {
    description: 'A release that waits for its turn.',
    overview: overview('queued', {
      operation: operation('queued', { kind: 'release', state: 'queued', startedAt: undefined }),
    }),
    operations: [
      operation('queued', { kind: 'release', state: 'queued', startedAt: undefined }),
      operation('queued', { id: 'operation-before', createdAt: ago(9) }),
    ],
  },
  refused: {
    description: 'A provisioning that failed.',
    overview: overview(
      'refused',
      {
        resources: resources('refused', {
          'model-deployment': { health: 'waiting', sentence: say('row-left') },
        }),
        operation: operation('refused', {
          state: 'failed',
          endedAt: ago(1),
          error: {
            name: 'AzureError',
            resource: 'model-deployment',
            message:
              'Model deployment gpt-5.2: the subscription has no capacity left for it in koreacentral. Ask for less, or have the platform team raise the quota.',
          },
        }),
      },
      { released: false, workload: { namespace: 'there' } },
    ),
  },
  unreachable: {
    description: 'Its cluster does not answer.',
    overview: overview(
      'unreachable',
      {
        resources: resources('unreachable', {
          namespace: { health: 'unknown' },
          deployment: { health: 'unknown' },
          service: { health: 'unknown' },
        }),
        outages: [clusterAway(zone)],
      },
      { workload: undefined, last: { state: 'running', at: ago(14) } },
    ),
  },
  idle: {
    description: 'Scaled to nothing.',
    overview: overview(
      'idle',
      {
        resources: resources('idle', {
          deployment: { health: 'healthy', sentence: say('row-idle') },
        }),
      },
      { workload: { namespace: 'there', deployment: { wanted: 0, ready: 0, since: ago(90) } } },
    ),
  },
  damaged: {
    description: 'Something of it was taken away.',
    overview: overview('damaged', {
      resources: resources('damaged', {
        'private-endpoint': { health: 'missing', sentence: say('row-absent') },
      }),
    }),
  },
  unreleased: {
    description: 'Provisioned, and not released yet.',
    overview: overview(
      'unreleased',
      {
        resources: resources('unreleased', {
          deployment: { health: 'waiting', sentence: say('row-release') },
          service: { health: 'waiting', sentence: say('row-release') },
        }),
      },
      {
        released: false,
        workload: { namespace: 'there' },
        operation: operation('unreleased', { state: 'succeeded', endedAt: ago(2) }),
      },
    ),
  },
  adopted: {
    description: 'It was there before the portal, and does not answer.',
    overview: overview(
      'adopted',
      {
        adopted: true,
        model: undefined,
        resources: resources('adopted', {
          service: { health: 'unhealthy', sentence: say('row-no-pod') },
        }).filter(({ id }) => id === 'namespace' || id === 'service'),
      },
      { workload: { namespace: 'there', serving: 'no' } },
    ),
  },
  forgotten: {
    description: 'What was asked for is not known: Release and Change are not possible.',
    overview: overview('forgotten', { request: undefined, links: [] }),
  },
  moved: {
    description: 'Made for another team: it has to be handed over.',
    overview: overview('moved', {
      moved: {
        from: { owner: 'group:default/team-b', origin: 'url:https://git.example/apps/moved' },
        to: { owner: 'group:default/team-a', origin: 'url:https://git.example/apps/elsewhere' },
      },
    }),
  },
  retired: {
    description: 'Retired.',
    overview: overview(
      'retired',
      { resources: [], model: undefined, retirement },
      { operation: retirement, workload: { namespace: 'absent' } },
    ),
  },
  unreadable: { description: 'The portal cannot say how it is.' },
};
