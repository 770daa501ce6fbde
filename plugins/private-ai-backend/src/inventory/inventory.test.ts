import type { AppOverview, PlatformOverview } from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../app/entityLabel';
import {
  account,
  ask,
  entity,
  inAzure,
  inCluster,
  inventory,
  made,
  owner,
  service,
  zone,
  type World,
} from './worldForTest';

const overview = async (annotations: Record<string, string>, world: World = {}) =>
  (await ask<AppOverview>('/apps/component/default/weather', [entity(annotations)], world)).body;
const healths = ({ resources }: AppOverview) =>
  Object.fromEntries(resources.map(({ id, health }) => [id, health]));

describe('the overview of an app', () => {
  it('tells what exists and that it is well', async () => {
    const app = await overview(made);
    expect(healths(app)).toEqual({
      'foundry-account': 'healthy',
      'foundry-project': 'healthy',
      'private-endpoint': 'healthy',
      'model-deployment': 'healthy',
      identity: 'healthy',
      'service-connector': 'healthy',
      namespace: 'healthy',
      deployment: 'healthy',
      service: 'healthy',
      telemetry: 'healthy',
    });
    expect(app).toMatchObject({
      status: { state: 'running' },
      outages: [],
      model: { deployment: 'gpt', name: 'gpt-5.2', version: '1', sku: 'Standard', capacity: 10 },
    });
  });

  it('tells what is missing, waits, or is not well', async () => {
    const { [account]: _, ...rest } = inAzure;
    const app = await overview(made, { azure: rest, cluster: inCluster(0) });
    expect(healths(app)).toMatchObject({ 'foundry-account': 'missing', deployment: 'progressing' });
    expect(app.status).toMatchObject({ state: 'failed', sentence: { code: 'pods-none' } });
    expect(app.resources[0]).toMatchObject({
      message: 'It does not exist.',
      sentence: { code: 'row-absent' },
    });
  });

  it('tells that an app is not measured, and no more than that', async () => {
    const cluster = inCluster().filter(({ kind }) => kind !== 'Instrumentation');
    const app = await overview(made, { cluster });
    expect(healths(app)).toMatchObject({ deployment: 'healthy', telemetry: 'missing' });
    expect(app.status.sentence).toEqual({
      code: 'parts-gone',
      parameters: { names: 'Instrumentation private-ai' },
    });
  });

  it('tells of the deployment that the agent asks now, not of the one that it was made with', async () => {
    const configMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'weather-agent', namespace: 'ai-weather' },
    };
    const asks = (name: string) =>
      overview(made, {
        azure: {
          ...inAzure,
          [`${account}/deployments/mini`]: { properties: { model: { name: 'gpt-4.1-mini' } } },
        },
        cluster: [...inCluster(), { ...configMap, data: { AZURE_OPENAI_DEPLOYMENT_NAME: name } }],
      });
    expect((await asks('mini')).model).toMatchObject({ deployment: 'mini', name: 'gpt-4.1-mini' });
    expect(await asks('gone')).toMatchObject({
      status: { state: 'degraded', sentence: { parameters: { names: 'gone' } } },
      resources: expect.arrayContaining([
        expect.objectContaining({ id: 'model-deployment', name: 'gone', health: 'missing' }),
      ]),
    });
    // A developer may have written the ConfigMap: what is no name becomes no part of an id.
    expect((await asks('../../x')).model).toMatchObject({ deployment: 'gpt', name: 'gpt-5.2' });
  });

  it('expects neither tag, endpoint nor project of an account that others use, too', async () => {
    const { [account]: own, ...rest } = inAzure;
    const accountId = account.replace('rg-weather', 'rg-shared');
    const deployment = rest[`${account}/deployments/gpt`];
    const app = await overview(made, {
      azure: {
        ...rest,
        [accountId]: { ...own, tags: {} },
        [`${accountId}/deployments/gpt`]: deployment,
      },
      foundry: { account: 'shared', accountId },
    });
    expect(healths(app)).toEqual({
      'foundry-account': 'healthy',
      'model-deployment': 'healthy',
      identity: 'healthy',
      'service-connector': 'healthy',
      namespace: 'healthy',
      deployment: 'healthy',
      service: 'healthy',
      telemetry: 'healthy',
    });
    expect(app.model).toMatchObject({ deployment: 'gpt', name: 'gpt-5.2' });
  });

  it('still tells the rest when one system cannot be asked, and why once', async () => {
    const app = await overview(made, { cluster: new Error('The cluster could not be reached.') });
    expect(app.outages).toMatchObject([
      {
        system: 'cluster',
        sentence: { code: 'outage-cluster-away', parameters: { zone: zone.title } },
        detail: 'The cluster could not be reached.',
      },
    ]);
    expect(healths(app)).toMatchObject({ 'foundry-account': 'healthy', deployment: 'unknown' });
    // Which model the agent asks, only the cluster says: the annotation may be of an earlier time.
    expect(healths(app)).toMatchObject({ 'model-deployment': 'unknown' });
    expect(app.resources.some(({ message }) => message)).toBe(false);
    expect(app.model).toBeUndefined();
    expect(app.status).toMatchObject({ state: 'unreachable', sentence: { code: 'cluster-away' } });
    expect(app.status.last).toBeUndefined();
  });

  it('tells what was last known of what cannot be seen, since when, and the same on both pages', async () => {
    const room = await inventory([entity(made)], {});
    const page = async () => (await room.ask<AppOverview>('/apps/component/default/weather')).body;
    const line = async () => (await room.ask<PlatformOverview>('/platform')).body;
    const seen = await page();
    expect(seen.status.state).toBe('running');
    for (const [away, code] of [
      [{ cluster: new Error('It is away.') }, 'cluster-away'],
      [{ azure: new Error('It is away.') }, 'azure-away'],
    ] as const) {
      room.become(away);
      const app = await page();
      expect(app.status).toMatchObject({ state: 'unreachable', last: { state: 'running' } });
      expect(app.status.sentence.code).toBe(code);
      expect(app.model).toEqual(seen.model);
      expect(app.outages).toHaveLength(1);
      const { apps, landingZones } = await line();
      expect(apps[0].status).toEqual(app.status);
      expect(landingZones[0].outages).toMatchObject([{ since: app.status.since }]);
      expect(landingZones[0].problems).toEqual([]);
      room.become({});
      expect((await page()).outages).toEqual([]);
    }
    room.close();
  });

  it('calls idle what is told to have no pod, and not well', async () => {
    const [namespace, deployment, ...others] = inCluster();
    const none = { ...deployment, spec: { replicas: 0 }, status: { observedGeneration: 1 } };
    const room = await inventory([entity(made)], { cluster: [namespace, none, ...others] });
    const { body } = await room.ask<AppOverview>('/apps/component/default/weather');
    expect(body.status).toMatchObject({ state: 'idle', remedy: 'wake' });
    const platform = await room.ask<PlatformOverview>('/platform');
    expect(platform.body.apps[0].status).toEqual(body.status);
    room.close();
  });

  it("tells nothing of another app's resources and namespace", async () => {
    const [namespace, ...others] = inCluster();
    const foreign = { ...namespace, metadata: { ...namespace.metadata, labels: {} } };
    const app = await overview(made, {
      azure: { ...inAzure, [account]: { ...inAzure[account], tags: { 'private-ai-entity': 'x' } } },
      cluster: [foreign, ...others],
    });
    expect(healths(app)).toMatchObject({
      'foundry-account': 'unknown',
      'foundry-project': 'unknown',
      'model-deployment': 'unknown',
      namespace: 'unhealthy',
    });
    expect(app.model).toEqual({ deployment: 'gpt' });
    expect(app.resources.map(({ id }) => id)).not.toContain('deployment');
    expect(app.status.sentence.code).toBe('not-its-own');
  });

  it('asks an AG-UI service that was there before for its own only', async () => {
    const [namespace, , found] = inCluster();
    const bare = {
      ...namespace,
      metadata: { ...namespace.metadata, labels: { 'private-ai-entity': entityLabel(owner) } },
    };
    const app = await overview(service, { azure: {}, cluster: [bare, found] });
    expect(healths(app)).toEqual({ namespace: 'healthy', service: 'healthy' });
    expect(app.adopted).toBe(true);
    expect(app.status.state).toBe('adopted');
    const gone = await overview(service, { azure: {}, cluster: [bare] });
    expect(gone.status).toEqual({
      state: 'failed',
      sentence: { code: 'adopted-gone', parameters: { service: 'weather' } },
      remedy: 'elsewhere',
    });
    expect(JSON.stringify(gone)).not.toMatch(/provision/);
    // What the portal made is no such service, also where somebody has taken a label off its namespace.
    expect((await overview(made)).adopted).toBe(false);
    expect((await overview(made, { cluster: [bare, found] })).adopted).toBe(false);
  });
});

describe('what was there before the portal', () => {
  const [namespace, , found] = inCluster();
  const labels = { 'private-ai-entity': entityLabel(owner) };
  const bare = { ...namespace, metadata: { ...namespace.metadata, labels } };
  const chosen = { ...found, spec: { selector: { app: 'weather' } } };
  const pod = (ready: boolean) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'weather-1', labels: { app: 'weather' } },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  });

  it.each([
    ['with a pod that is ready', [pod(true)], 'adopted', 'healthy'],
    ['with a pod that is not', [pod(false)], 'failed', 'unhealthy'],
    ['with none', [], 'failed', 'unhealthy'],
  ])('is as its pods are: %s', async (_, pods, state, health) => {
    const cluster = [bare, chosen, ...pods];
    const room = await inventory([entity(service)], { azure: {}, cluster });
    const { body } = await room.ask<AppOverview>('/apps/component/default/weather');
    expect(body.status.state).toBe(state);
    expect(healths(body)).toEqual({ namespace: 'healthy', service: health });
    const platform = await room.ask<PlatformOverview>('/platform');
    expect(platform.body.apps[0].status).toEqual(body.status);
    room.close();
  });
});

describe('the platform', () => {
  const other = entity({ ...service, 'private-ai/namespace': 'ai-other' }, 'other');

  it('lists zones with what is left, versions, and every app with owner, health and age', async () => {
    const { body } = await ask<PlatformOverview>('/platform', [entity(made), other], {});
    expect(body.landingZones).toMatchObject([
      {
        name: 'korea',
        problems: [],
        outages: [],
        models: [{ name: 'gpt-5.2', used: 30, left: 70 }],
      },
    ]);
    expect(body.templates).toEqual([{ version: '1.2.0', apps: 1 }]);
    expect(body.apps).toEqual([
      {
        entityRef: owner,
        owner: 'group:default/team',
        landingZone: 'korea',
        status: { state: 'running', sentence: { code: 'running', parameters: {} } },
        templateVersion: '1.2.0',
        createdAt: '2026-11-01T00:00:00Z',
      },
      expect.objectContaining({
        entityRef: 'component:default/other',
        status: expect.objectContaining({ state: 'absent' }),
      }),
    ]);
  });

  it('calls nothing away that answers, and what refuses everything is one sentence', async () => {
    const said = (system: 'azure' | 'cluster') => ({
      system,
      said: `No answer of ${system} in time.`,
    });
    const preflight = { away: [said('cluster')], refused: [said('azure')] };
    const look = async (world: object) =>
      (await ask<PlatformOverview>('/platform', [entity(made)], { preflight, ...world })).body
        .landingZones[0];
    const answers = await look({});
    expect(answers.outages).toEqual([]);
    expect(answers.problems).toEqual(['No answer of azure in time.']);
    const refusal = Object.assign(new Error('No right to look.'), { status: 403 });
    const refuses = await look({ azure: refusal });
    expect(refuses.outages).toMatchObject([{ sentence: { code: 'outage-azure-refuses' } }]);
    expect(refuses.problems).toEqual([]);
  });

  it('names what could not be asked, and is for the platform team only', async () => {
    const world = { azure: new Error('Azure could not be reached.') };
    const { body } = await ask<PlatformOverview>('/platform', [entity(made)], world);
    expect(body.landingZones[0].problems).toEqual([]);
    expect(body.landingZones[0].outages).toMatchObject([
      { sentence: { code: 'outage-azure-away' }, detail: 'Azure could not be reached.' },
    ]);
    expect(body.landingZones[0].models[0]).toMatchObject({ name: 'gpt-5.2' });
    expect((await ask('/platform', [], { allowed: false })).status).toBe(403);
  });
});
