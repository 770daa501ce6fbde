import { createServer } from 'node:http';
import {
  privateAiChatUsePermission,
  privateAiMetricsReadPermission,
  type MyApp,
  type MyApps,
} from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../app/entityLabel';
import type { KubernetesObject } from '../kubernetes/client';
import { fleetQuery } from '../metrics/fleetFigures';
import { Standings } from '../operations/standings';
import { OperationStore } from '../operations/store';
import { writingKinds } from '../operations/work';
import { application } from '../testing/app';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { listening } from '../testing/listening';
import { worksFor } from '../testing/replica';
import {
  entity,
  inCluster,
  inventory,
  made,
  owner,
  service,
  zone,
  type World,
} from './worldForTest';

const rain = 'component:default/rain';
const [model] = zone.models;
const apps = [
  { namespace: 'ai-rain', service: 'rain' },
  { namespace: 'ai-weather', service: 'weather' },
];

/** One sample as Prometheus 2.42 gives it. */
const sample = (figure: string, app: (typeof apps)[number], value: string, more = {}) => ({
  metric: { figure, k8s_namespace_name: app.namespace, service_name: app.service, ...more },
  value: [1795535460, value],
});
const tokens = (app: (typeof apps)[number], input: string, output: string) => [
  sample('tokens', app, input, { gen_ai_token_type: 'input' }),
  sample('tokens', app, output, { gen_ai_token_type: 'output' }),
];

/** Stands where Prometheus does, and says what it is told to, or nothing at all. */
async function startPrometheus() {
  const stands = { says: [] as object[] | 'nothing' | number, asked: [] as string[] };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    stands.asked.push(new URLSearchParams(body).get('query')!);
    const { says } = stands;
    if (says === 'nothing') return;
    if (typeof says === 'number') {
      response.writeHead(says).end();
      return;
    }
    const data = { resultType: 'vector', result: says };
    response.end(JSON.stringify({ status: 'success', data }));
  });
  return { ...(await listening(server)), stands };
}

describe('the figures of my apps', () => {
  let database: TestDatabase;
  let prometheus: Awaited<ReturnType<typeof startPrometheus>>;
  let world: World;
  beforeAll(async () => {
    database = await startSqlite();
    prometheus = await startPrometheus();
    const store = new OperationStore(database.knex, writingKinds(worksFor({})));
    const { request } = application();
    const { id } = await store.start({
      kind: 'make',
      ...{ entityRef: owner, landingZone: 'korea', requestedBy: 'user:default/ann' },
      input: { app: { ...request, model: { ...model, capacity: 10 } } } as never,
    });
    const ended = { state: 'succeeded', ended_at: new Date().toISOString() };
    await database.knex('operations').where({ id }).update(ended);
    const [namespace, deployment, ...others] = inCluster();
    const labels = { ...namespace.metadata.labels, 'private-ai-entity': entityLabel(rain) };
    const metadata = { ...namespace.metadata, name: 'ai-rain', labels, uid: 'of rain' };
    world = {
      claims: ['group:default/team'],
      knex: database.knex,
      standings: new Standings(database.knex),
      cluster: [
        { ...namespace, metadata: { ...namespace.metadata, uid: 'of weather' } },
        ...[deployment, ...others],
        { ...namespace, metadata },
      ],
      zone: {
        metrics: { url: prometheus.url, auth: 'none' },
        models: [{ ...model, price: { input: 2, output: 8, currency: 'USD' } }],
      },
    };
  });
  beforeEach(() => {
    Object.assign(prometheus.stands, { says: [], asked: [] });
  });
  afterAll(async () => {
    prometheus?.close();
    await database?.close();
  });

  const both = () => [
    entity(made),
    entity({ ...service, 'private-ai/namespace': 'ai-rain', 'private-ai/service': 'rain' }, 'rain'),
  ];
  async function mine(change: Partial<World> = {}, entities = both()) {
    const room = await inventory(entities, { ...world, ...change });
    // Two look at once.
    const [{ body }] = await Promise.all(['/my/apps', '/my/apps'].map(room.ask<MyApps>));
    room.close();
    const named = (name: string): MyApp | undefined =>
      body.apps.find(({ entityRef }) => entityRef.endsWith(`/${name}`));
    return { body, weather: named('weather'), rain: named('rain') };
  }

  it('are the last hour’s questions and errors and the last day’s cost, of all of them with one question', async () => {
    const [ofRain, ofWeather] = apps;
    prometheus.stands.says = [
      ...[sample('runs', ofWeather, '42'), sample('errors', ofWeather, '3')],
      ...tokens(ofWeather, '1500000', '250000'),
      ...[sample('runs', ofRain, '0'), ...tokens(ofRain, '10', '10')],
      // The namespace of one with the service of the other is nobody's.
      sample('runs', { namespace: 'ai-weather', service: 'rain' }, '7'),
      sample('errors', ofRain, 'NaN'),
    ];
    const { weather, rain: other, body } = await mine();
    expect(weather?.figures).toEqual({
      ...{ runs: 42, errors: 3, cost: { amount: 5, currency: 'USD' } },
    });
    // What nobody counted is not none; what it was made with nobody knows, and so no price.
    expect(other?.figures).toEqual({ runs: 0 });
    expect(body.outages).toEqual([]);
    expect(prometheus.stands.asked).toEqual([fleetQuery(apps)]);
  });

  it('are not told, nor asked for, where one may not read the metrics, or the namespace is not the application’s', async () => {
    const { name: read } = privateAiMetricsReadPermission;
    const { weather, rain: other } = await mine({
      allowed: (about, permission) => permission !== read || about === rain,
    });
    expect(weather).toMatchObject({ status: { state: 'running' } });
    expect(weather).not.toHaveProperty('figures');
    expect(other?.figures).toEqual({});
    expect(prometheus.stands.asked).toEqual([fleetQuery(apps.slice(0, 1))]);

    prometheus.stands.asked = [];
    const thief = entity({ ...service, 'private-ai/landing-zone': 'korea' }, 'thief');
    prometheus.stands.says = [sample('runs', apps[1], '42')];
    const { body } = await mine({}, [thief]);
    expect(body.apps).toMatchObject([{ figures: {} }]);
    expect(prometheus.stands.asked).toEqual([]);
  });

  it('are told to nobody whom the application was not handed over to', async () => {
    const [namespace, ...others] = world.cluster as KubernetesObject[];
    const metadata = {
      ...namespace.metadata,
      annotations: { 'private-ai-owner': 'group:default/before' },
    };
    prometheus.stands.says = [sample('runs', apps[1], '42')];
    const { weather } = await mine({ cluster: [{ ...namespace, metadata }, ...others] });
    expect(weather).toMatchObject({ status: { state: 'moved' }, figures: {} });
    expect(weather).not.toHaveProperty('running');
    expect(prometheus.stands.asked).toEqual([fleetQuery(apps.slice(0, 1))]);
  });

  it.each([
    ['refuses', 503, {}],
    ['says nothing', 'nothing', { figuresWithinMs: 50 }],
  ] as const)('are unknown, which is said once, where Prometheus %s', async (_, says, change) => {
    prometheus.stands.says = says;
    const { weather, rain: other, body } = await mine(change);
    expect(weather).toMatchObject({ status: { state: 'running' }, figures: {} });
    expect(other?.figures).toEqual({});
    expect(body.outages).toMatchObject([{ system: 'prometheus', zone: 'Korea Central' }]);
    expect(new Set(prometheus.stands.asked)).toEqual(new Set([fleetQuery(apps)]));
  });

  it('are unknown, and nothing is away, where Prometheus does not take the question', async () => {
    prometheus.stands.says = 422;
    const { weather, body } = await mine();
    expect(weather?.figures).toEqual({});
    expect(body.outages).toEqual([]);
  });

  it('are left out where the landing zone has no metrics', async () => {
    const { weather, body } = await mine({ zone: {} });
    expect(weather).not.toHaveProperty('figures');
    expect(body.outages).toEqual([]);
  });

  it('come with how many conversations of one’s own wait for an answer', async () => {
    const at = new Date().toISOString();
    const thread = async (id: string, of: object, states: string[]) => {
      await database.knex('chat_threads').insert({
        ...{ id, entity_ref: owner, user_ref: 'user:default/ana', title: id },
        ...{ created_at: at, updated_at: at, ...of },
      });
      await database.knex('chat_runs').insert(
        states.map((state, index) => ({
          ...{ id: `${id} ${index}`, thread_id: id, position: index + 1, state, holder: 'h' },
          ...{ started_at: at, heartbeat_at: 0 },
        })),
      );
    };
    await thread('asks', { application: 'of weather' }, ['finished', 'waiting']);
    await thread('asks since before', {}, ['waiting']);
    await thread('was answered', { application: 'of weather' }, ['waiting', 'finished']);
    await thread('of a namesake', { application: 'of before' }, ['waiting']);
    await thread('of another', { user_ref: 'user:default/bob' }, ['waiting']);
    const { weather, rain: other } = await mine();
    expect(weather?.waiting).toBe(2);
    expect(other).not.toHaveProperty('waiting');
    const silent = await mine({
      allowed: (_, permission) => permission !== privateAiChatUsePermission.name,
    });
    expect(silent.weather).not.toHaveProperty('waiting');
    await database.knex('chat_threads').delete();
  });
});
