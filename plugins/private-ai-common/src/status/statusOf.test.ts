import type { AppResource } from '../api/apps';
import { sentences, type Outage } from '../api/status';
import type { AppFacts, OperationFacts, Workload } from './facts';
import { mayAnswer } from './mayAnswer';
import { inEnglish, say } from './sentence';
import { statusOf } from './statusOf';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 9, minute)).toISOString();

const operation = (
  kind: OperationFacts['kind'],
  state: OperationFacts['state'],
  more: Partial<OperationFacts> = {},
): OperationFacts => ({
  ...{ kind, state, createdAt: at(0), startedAt: at(1), updatedAt: at(2) },
  ...(state === 'running' || state === 'queued' ? {} : { endedAt: at(2) }),
  ...more,
});
const pods = (ready: number, wanted: number): Workload => ({
  namespace: 'there',
  deployment: { ready, wanted, since: at(5) },
});
const bare: Workload = { namespace: 'there' };
const nothing: Workload = { namespace: 'absent' };
const away = (system: Outage['system'], refuses?: boolean): Outage => ({
  ...{ system, refuses, zone: 'Korea', since: at(7), detail: 'No.' },
  sentence: say('outage-azure-away'),
});
const row = (health: AppResource['health'], name = 'pe-weather'): AppResource => ({
  ...{ id: 'private-endpoint', type: 'Microsoft.Network/privateEndpoints', name, health },
});
const last = { state: 'running', at: at(6) } as const;

const told = (facts: Partial<AppFacts>) => {
  const { state, sentence, remedy } = statusOf({
    ...{ released: true, outages: [], resources: [] },
    names: { namespace: 'ai-weather', service: 'weather', zone: 'Korea' },
    ...facts,
  });
  return [state, sentence.code, remedy];
};
const failed = operation('release', 'failed');
const made = operation('provision', 'succeeded');
const azureAway = { outages: [away('azure')] };
const clusterAway = { outages: [away('cluster')] };

it.each<[string, Partial<AppFacts>, ReturnType<typeof told>]>([
  ['pods answer', { workload: pods(1, 1) }, ['running', 'running', undefined]],
  ['told to have no pod', { workload: pods(0, 0) }, ['idle', 'idle', 'wake']],
  ['some pods answer', { workload: pods(1, 2) }, ['degraded', 'pods-few', 'look']],
  ['no pod answers', { workload: pods(0, 1) }, ['failed', 'pods-none', 'look']],
  [
    'its pods have just been started',
    { workload: { ...bare, deployment: { ...pods(0, 1).deployment!, starting: true } } },
    ['starting', 'starting', 'passes'],
  ],
  [
    'something was taken away',
    { workload: pods(1, 1), resources: [row('missing')] },
    ['degraded', 'parts-gone', 'repair'],
  ],
  [
    'something is not well',
    { workload: pods(1, 1), resources: [row('unhealthy')] },
    ['degraded', 'parts-ill', 'repair'],
  ],
  [
    'Azure is changing something, or it is of no account',
    { workload: pods(1, 1), resources: [row('progressing'), row('unknown')] },
    ['running', 'running', undefined],
  ],

  [
    'it waits to be made',
    { operation: operation('provision', 'queued'), workload: nothing, released: false },
    ['making', 'queued', undefined],
  ],
  [
    'it is being made',
    {
      operation: operation('provision', 'running'),
      ...{ workload: nothing, released: false, resources: [row('healthy'), row('next')] },
    },
    ['making', 'making-parts', undefined],
  ],
  [
    'its first image is being brought',
    { operation: operation('release', 'running'), workload: bare, released: false },
    ['making', 'making', undefined],
  ],
  [
    'what runs is being changed',
    { operation: operation('release', 'running'), workload: pods(1, 1) },
    ['changing', 'changing', undefined],
  ],
  [
    'what ran is being changed while the cluster is away',
    { operation: operation('provision', 'running'), last, ...clusterAway },
    ['changing', 'changing', undefined],
  ],
  [
    'it is being taken away',
    { operation: operation('retire', 'running'), workload: pods(1, 1) },
    ['retiring', 'retiring', undefined],
  ],
  [
    'it is only being verified',
    { operation: operation('verify', 'running'), workload: pods(1, 1) },
    ['running', 'running', undefined],
  ],
  [
    'it is provisioned, and that is all',
    { operation: made, workload: bare, released: false },
    ['waiting', 'not-released', 'release'],
  ],

  [
    'its making failed',
    { operation: operation('provision', 'failed'), workload: nothing, released: false },
    ['failed', 'failed', 'resume'],
  ],
  [
    'its making failed at something',
    {
      operation: operation('provision', 'failed', {
        error: { name: 'AzureError', message: 'No.', resource: 'Foundry account aif-weather' },
      }),
      ...{ workload: bare, released: false },
    },
    ['failed', 'failed-at', 'resume'],
  ],
  [
    'its making was cancelled',
    { operation: operation('provision', 'cancelled'), workload: bare, released: false },
    ['failed', 'cancelled', 'resume'],
  ],
  [
    'a release failed, and the one before answers',
    { operation: failed, workload: pods(1, 1) },
    ['degraded', 'failed-running', 'resume'],
  ],
  [
    'a release was cancelled, and the one before answers',
    { operation: operation('release', 'cancelled'), workload: pods(1, 1) },
    ['degraded', 'cancelled-running', 'resume'],
  ],
  [
    'a retirement came to nothing',
    { operation: operation('retire', 'failed'), workload: pods(1, 1) },
    ['failed', 'retire-unfinished', 'resume'],
  ],

  ['the cluster is away', { ...clusterAway, last }, ['unreachable', 'cluster-away', 'passes']],
  [
    'the cluster is away, and it failed before',
    { ...clusterAway, operation: failed },
    ['unreachable', 'cluster-away', 'passes'],
  ],
  [
    'the cluster refuses to show it',
    { outages: [away('cluster', true)] },
    ['unreachable', 'cluster-refuses', 'platform-team'],
  ],
  [
    'Azure is away',
    { ...azureAway, workload: pods(1, 1) },
    ['unreachable', 'azure-away', 'passes'],
  ],
  [
    'Azure is away, and it is scaled to nothing',
    { ...azureAway, workload: pods(0, 0) },
    ['idle', 'idle', 'wake'],
  ],
  [
    'Prometheus is away',
    { outages: [away('prometheus')], workload: pods(1, 1) },
    ['running', 'running', undefined],
  ],

  [
    'it is retired',
    { operation: operation('retire', 'succeeded'), workload: nothing },
    ['retired', 'retired', 'unregister'],
  ],
  [
    'it is retired, and the cluster is away',
    { operation: operation('retire', 'succeeded'), ...clusterAway, last },
    ['retired', 'retired', 'unregister'],
  ],
  [
    'it was retired, and made again',
    { operation: made, workload: pods(1, 1) },
    ['running', 'running', undefined],
  ],
  [
    'nobody made it',
    { workload: nothing, released: false },
    ['absent', 'never-made', 'platform-team'],
  ],
  [
    'its namespace was taken away',
    { operation: made, workload: nothing },
    ['failed', 'no-namespace', 'repair'],
  ],
  [
    'its Deployment was taken away',
    { operation: operation('release', 'succeeded'), workload: bare },
    ['failed', 'no-deployment', 'release'],
  ],
  [
    'it was made for somebody else',
    { moved: true, workload: { namespace: 'foreign' } },
    ['moved', 'moved', 'hand-over'],
  ],
  [
    'its namespace is another’s',
    { workload: { namespace: 'foreign' } },
    ['failed', 'not-its-own', 'platform-team'],
  ],

  [
    'it was there before, and answers',
    { adopted: true, workload: { ...bare, serving: 'yes' } },
    ['adopted', 'adopted', undefined],
  ],
  [
    'it was there before, and is dead',
    { adopted: true, workload: { ...bare, serving: 'no' } },
    ['failed', 'adopted-down', 'elsewhere'],
  ],
  [
    'it was there before, and is gone',
    { adopted: true, workload: { ...bare, serving: 'no-service' } },
    ['failed', 'adopted-gone', 'elsewhere'],
  ],
  [
    'it was there before, and is scaled to nothing',
    { adopted: true, workload: { ...pods(0, 0), serving: 'no' } },
    ['idle', 'idle', 'elsewhere'],
  ],
])('%s', (_, facts, status) => {
  expect(told(facts)).toEqual(status);
});

it('says since when, how long it usually takes, and what was last known', () => {
  const names = { namespace: 'ai-weather', service: 'weather', zone: 'Korea' };
  const base = { released: true, outages: [], resources: [], names };
  const running = operation('provision', 'running');
  expect(statusOf({ ...base, operation: running, usualSeconds: 240 })).toMatchObject({
    since: at(1),
    usualSeconds: 240,
  });
  expect(statusOf({ ...base, ...clusterAway, last })).toEqual({
    ...{ state: 'unreachable', since: at(7), remedy: 'passes', last },
    sentence: { code: 'cluster-away', parameters: { zone: 'Korea' } },
  });
  expect(statusOf({ ...base, workload: pods(0, 0) }).since).toBe(at(5));
});

it('has each sentence in one sentence or two, without a program’s words or a hole left open', () => {
  const parameters = new Proxy({}, { get: () => 'x' }) as Record<string, string>;
  for (const code of Object.keys(sentences) as (keyof typeof sentences)[]) {
    const text = inEnglish({ code, parameters });
    expect(text).toMatch(/^[A-Z0-9x][^{}]*(\.|: x)$/);
    expect(text).not.toMatch(/caused by|aborted|undefined|must have|provision again/);
  }
});

it('tells who may be asked something', () => {
  const base = { released: true, resources: [], outages: [] };
  const names = { namespace: 'ai-weather', service: 'weather', zone: 'Korea' };
  const may = (facts: Partial<AppFacts>) => mayAnswer(statusOf({ ...base, names, ...facts }));
  expect(may({ workload: pods(1, 1) })).toBe(true);
  expect(may({ workload: pods(1, 1), ...azureAway })).toBe(true);
  expect(may({ workload: pods(1, 1), operation: failed })).toBe(true);
  expect(may({ workload: pods(0, 0) })).toBe(false);
  expect(may(clusterAway)).toBe(false);
  expect(may({ adopted: true, workload: { ...bare, serving: 'no' } })).toBe(false);
  expect(may({ operation: operation('retire', 'succeeded'), workload: nothing })).toBe(false);
});
