import https from 'node:https';
import type { Entity } from '@backstage/catalog-model';
import type {
  AppOverview,
  AppStatus,
  Operation,
  PlatformOverview,
} from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../app/entityLabel';
import { CommitsTold } from '../git/commitsTold';
import { integrationsOf } from '../testing/answeringHost';
import { foundryAccountId } from '../azure/foundryAccount';
import type { KubernetesObject } from '../kubernetes/client';
import { OperationStore } from '../operations/store';
import { Standings } from '../operations/standings';
import { writingKinds } from '../operations/work';
import { askReleases } from '../releases/askReleases';
import { woken } from '../releases/waking';
import { startAppInSandbox } from '../testing/appInSandbox';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { portal } from '../testing/portal';
import { worksFor } from '../testing/replica';
import { until } from '../testing/until';
import { Noticed } from '../outages/outages';
import { createInventoryRouter } from './router';

let one: Awaited<ReturnType<typeof startAppInSandbox>>;
let database: TestDatabase;
let store: OperationStore;
let page: Awaited<ReturnType<typeof portal>>;

/** Beside the one that runs, each as its entity describes it. */
const others = ['rain', 'hail', 'fog', 'legacy'];

const entityOf = (name: string): Entity => {
  const { names, zone } = one.app;
  const of = (text: string) => text.replaceAll('weather', name);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'private-ai/landing-zone': zone.name,
        'private-ai/namespace': of(names.namespace),
        'private-ai/service': of(names.service),
        ...(name !== 'legacy' && {
          'private-ai/foundry-account': of(names.foundryAccount),
          'private-ai/model-deployment': names.modelDeployment,
          'private-ai/identity': of(names.identity),
          'private-ai/connector': of(names.connector),
        }),
      },
    },
    spec: {},
  };
};

beforeAll(async () => {
  one = await startAppInSandbox();
  database = await startSqlite();
  store = new OperationStore(database.knex, writingKinds(worksFor({})));
  const { azure, cluster, app } = one;
  page = await portal(
    ({ access, auth, catalog }) =>
      createInventoryRouter({
        noticed: new Noticed(),
        ...{ access, auth, catalog, store, zones: [app.zone] },
        standings: new Standings(database.knex),
        azureFor: () => azure,
        clusterFor: () => cluster,
        integrations: integrationsOf({}),
        told: new CommitsTold(),
        claimsOf: async () => undefined,
        prometheusFor: () => undefined,
        waiting: async () => [],
        preflight: {
          app: async () => [],
          zone: async () => ({ problems: [], notices: [], away: [], refused: [] }),
        },
      }),
    { entities: ['weather', ...others].map(entityOf) },
  );
});
afterAll(async () => {
  page?.close();
  await database?.close();
  await one?.stop();
});
afterEach(() => one.faults([]));

const refOf = (name: string) => `component:default/${name}`;

/** As if somebody had had it done. */
async function done(
  name: string,
  kind: Operation['kind'],
  state: Operation['state'],
  error?: Operation['error'],
) {
  const { id } = await store.start({
    ...{ kind, entityRef: refOf(name), landingZone: one.app.zone.name },
    requestedBy: 'user:default/ana',
    input: { app: { ...one.app.request, name, entityRef: refOf(name) } } as never,
  });
  const now = new Date().toISOString();
  const ended_at = state === 'running' ? null : now;
  const change = { state, ended_at, started_at: now, error: error ? JSON.stringify(error) : null };
  await database.knex('operations').where({ id }).update(change);
}

/** What its own page says, which is what the platform's says, too. */
async function overview(name = 'weather'): Promise<AppOverview> {
  const answer = await page.ask(`/apps/component/default/${name}`);
  const app = (await answer.json()) as AppOverview;
  const platform = (await (await page.ask('/platform')).json()) as PlatformOverview;
  const line = platform.apps.find(({ entityRef }) => entityRef === refOf(name));
  expect(told(line?.status)).toEqual(told(app.status));
  return app;
}
/** What is being made is counted on its own page alone. */
const told = (status?: AppStatus) => [
  status?.state,
  status?.sentence.code.replace('making-parts', 'making'),
  status?.remedy,
];

/** As `kubectl scale` does it. */
async function scale(replicas: number): Promise<void> {
  const { server, ca, token } = await one.platform.connection();
  const { namespace, service } = one.app.names;
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${service}?fieldManager=kubectl`;
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/merge-patch+json',
  };
  await new Promise<void>((resolve, reject) => {
    https
      .request(server + path, { method: 'PATCH', ca, headers }, response =>
        response
          .resume()
          .on('end', () =>
            response.statusCode === 200 ? resolve() : reject(new Error(`${response.statusCode}`)),
          ),
      )
      .on('error', reject)
      .end(JSON.stringify({ spec: { replicas } }));
  });
}

/** Then, and not on the way, both pages are asked at the same moment. */
async function becomes(state: AppStatus['state']): Promise<AppOverview> {
  const path = '/apps/component/default/weather';
  const seen = new Set<string>();
  await until(
    `it is ${state}`,
    async () => ((await (await page.ask(path)).json()) as AppOverview).status.state,
    now => seen.add(now) && now === state,
  );
  expect([...seen]).not.toContain('failed');
  return overview();
}

it('runs; is scaled to nothing, which is no fault; and is woken by a release', async () => {
  await done('weather', 'provision', 'succeeded');
  await done('weather', 'release', 'succeeded');
  const app = await overview();
  expect(app.status).toMatchObject({ state: 'running', since: expect.any(String) });
  expect(app.resources.map(({ health }) => health)).toEqual(app.resources.map(() => 'healthy'));

  await scale(0);
  const { status, resources } = await becomes('idle');
  expect(status).toMatchObject({ sentence: { code: 'idle' }, remedy: 'wake' });
  expect(Date.parse(status.since!)).toBeGreaterThan(Date.parse(app.status.since!) - 1000);
  expect(resources.find(({ id }) => id === 'deployment')?.sentence?.code).toBe('row-idle');
  const { namespace, service } = one.app.names;
  const { zone, request } = one.app;
  const { signal } = new AbortController();
  const at = { entityRef: request.entityRef, zone, namespace, agentPath: '/api/agent' };
  const releases = () =>
    askReleases({ ...at, service: { name: service, port: 80 } }, one.cluster, signal);
  // What ran last can be released again.
  expect((await releases())[0].state).toBe('former');

  const metadata = { name: service, namespace };
  const manifest = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {} };
  expect(await woken(one.cluster, manifest, signal)).toBe(true);
  await becomes('running');
  expect((await releases())[0].state).toBe('running');
  // The number is the portal's now: to release it is no conflict with who had scaled it.
  await one.deploy();
  expect(await woken(one.cluster, manifest, signal)).toBe(false);
});

it('tells what was last known while the cluster is away, in one sentence', async () => {
  const seen = await overview();
  await one.faults([{ match: { room: 'cluster' }, answer: { status: 503 } }]);
  const app = await overview();
  expect(app.status).toMatchObject({
    ...{ state: 'unreachable', sentence: { code: 'cluster-away' } },
    last: { state: 'running' },
  });
  expect(app.outages.map(({ sentence }) => sentence.code)).toEqual(['outage-cluster-away']);
  expect(app.model).toEqual(seen.model);
  expect(app.resources.map(({ health }) => health)).not.toContain('missing');
  expect(app.resources.flatMap(({ message }) => message ?? [])).toEqual([]);
  const again = await overview();
  expect(again.status.since).toBe(app.status.since);
  await one.faults([]);
  expect((await overview()).status.state).toBe('running');
});

it('tells what was last known while Azure is away, in one sentence, and that its agent runs', async () => {
  await one.faults([{ match: { room: 'arm' }, answer: { status: 503 } }]);
  const app = await overview();
  expect(app.status).toMatchObject({
    ...{ state: 'unreachable', sentence: { code: 'azure-away' } },
    last: { state: 'running' },
  });
  expect(app.outages.map(({ sentence }) => sentence.code)).toEqual(['outage-azure-away']);
  expect(app.resources.map(({ health }) => health)).not.toContain('missing');
});

it('names what somebody took away', async () => {
  const id = `${foundryAccountId(one.app)}/projects/${one.app.names.foundryProject}`;
  await one.drop(id);
  expect((await overview()).status).toMatchObject({
    ...{ state: 'degraded', remedy: 'repair' },
    sentence: { code: 'parts-gone', parameters: { names: one.app.names.foundryProject } },
  });
});

it('tells what is being made, what failed, what is retired, and what nobody made', async () => {
  expect((await overview('rain')).status.state).toBe('absent');
  await done('rain', 'provision', 'running');
  const rain = await overview('rain');
  expect(rain.status.state).toBe('making');
  const healths = new Set(rain.resources.map(({ health }) => health));
  expect(healths).toEqual(new Set(['next', 'waiting']));

  const resource = 'Foundry account aif-hail';
  await done('hail', 'provision', 'failed', { name: 'AzureError', message: 'No.', resource });
  const hail = await overview('hail');
  expect(hail.status).toMatchObject({
    ...{ state: 'failed', remedy: 'resume' },
    sentence: { code: 'failed-at', parameters: { resource } },
  });
  expect(hail.resources.map(({ health }) => health)).not.toContain('missing');

  await done('fog', 'provision', 'succeeded');
  await done('fog', 'retire', 'succeeded');
  expect((await overview('fog')).status.state).toBe('retired');
});

it('does not call well what was there before the portal and has no pod', async () => {
  const { names } = one.app;
  const namespace = names.namespace.replace('weather', 'legacy');
  const name = names.service.replace('weather', 'legacy');
  const labels = { 'private-ai-entity': entityLabel(refOf('legacy')) };
  const objects: KubernetesObject[] = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace } },
      spec: { selector: { app: 'legacy' }, ports: [{ port: 80, targetPort: 8080 }] },
    },
  ];
  for (const object of objects) await one.platform.apply(object);
  const app = await overview('legacy');
  expect(app.adopted).toBe(true);
  expect(app.status).toMatchObject({
    ...{ state: 'failed', remedy: 'elsewhere' },
    sentence: { code: 'adopted-down', parameters: { service: name } },
  });
});
