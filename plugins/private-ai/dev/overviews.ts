import type {
  AppOverview,
  AppRequest,
  AppResource,
  Health,
  Operation,
} from '@private-ai/plugin-private-ai-common';

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
  ill: Partial<Record<keyof typeof types, { health: Health; message: string }>> = {},
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

function overview(name: string, more: Partial<AppOverview> = {}): AppOverview {
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
    health: 'healthy',
    resources: resources(name),
    request: { ...request, name, entityRef: `component:default/${name}` },
    links: [{ title: 'Grafana', url: 'https://grafana.example/d/private-ai' }],
    problems: [],
    ...more,
  };
}

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
    overview: overview('starting', {
      health: 'progressing',
      resources: resources('starting', {
        'private-endpoint': { health: 'progressing', message: 'Azure still makes it.' },
        deployment: { health: 'missing', message: 'It does not exist.' },
      }),
      operation: operation('starting', {
        kind: 'make',
        stages: [
          { name: 'provision', startedAt: ago(3), endedAt: ago(1) },
          { name: 'build', startedAt: ago(1) },
        ],
      }),
    }),
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
    overview: overview('refused', {
      health: 'unhealthy',
      resources: resources('refused', {
        'model-deployment': { health: 'missing', message: 'It does not exist.' },
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
    }),
  },
  unreachable: {
    description: 'Its cluster does not answer.',
    overview: overview('unreachable', {
      health: 'unknown',
      resources: resources('unreachable', {
        namespace: { health: 'unknown', message: 'The cluster could not be asked.' },
        deployment: { health: 'unknown', message: 'The cluster could not be asked.' },
        service: { health: 'unknown', message: 'The cluster could not be asked.' },
      }),
      problems: ['The cluster of Korea Central did not answer within 10 s.'],
    }),
  },
  forgotten: {
    description: 'What was asked for is not known: Release and Change are not possible.',
    overview: overview('forgotten', { request: undefined, links: [] }),
  },
  moved: {
    description: 'Made for another team: it has to be handed over.',
    overview: overview('moved', {
      health: 'unhealthy',
      moved: {
        from: { owner: 'group:default/team-b', origin: 'url:https://git.example/apps/moved' },
        to: { owner: 'group:default/team-a', origin: 'url:https://git.example/apps/elsewhere' },
      },
    }),
  },
  retired: {
    description: 'Retired.',
    overview: overview('retired', { health: 'missing', resources: [], model: undefined }),
    operations: [
      operation('retired', {
        kind: 'retire',
        state: 'succeeded',
        startedAt: ago(9),
        endedAt: ago(8),
      }),
    ],
  },
  unreadable: { description: 'The portal cannot say how it is.' },
};
