import type {
  AppOverview,
  AppRequest,
  MyApps,
  Operation,
  PlatformOverview,
} from '@private-ai/plugin-private-ai-common';
import { Standings } from '../operations/standings';
import { OperationStore } from '../operations/store';
import { writingKinds } from '../operations/work';
import { application } from '../testing/app';
import { countQueries, startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { worksFor } from '../testing/replica';
import { account, ask, entity, inAzure, inCluster, made, owner, type World } from './worldForTest';

const { request } = application();
const asks = (instructions: string): AppRequest => ({ ...request, instructions });

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('what was last asked of an app, on %s', (_, startDatabase) => {
  let database: TestDatabase;
  let store: OperationStore;
  let standings: Standings;
  let minutes = 0;
  beforeAll(async () => {
    database = await startDatabase();
    store = new OperationStore(database.knex, writingKinds(worksFor({})));
    standings = new Standings(database.knex);
  });
  afterEach(() => database.knex('operations').delete());
  afterAll(() => database?.close());

  /** One that ended as it was told to, a minute after the one before. */
  async function has(
    kind: Operation['kind'],
    change: Partial<Operation> = {},
    input: object = { app: asks('As it is.') },
  ) {
    const { state = 'succeeded', startedAt = '2026-11-24T10:00:00.000Z' } = change;
    const { id } = await store.start({
      kind,
      entityRef: owner,
      landingZone: 'korea',
      requestedBy: 'user:default/ann',
      input: input as never,
    });
    const created_at = new Date(Date.UTC(2026, 10, 24) + 60_000 * ++minutes).toISOString();
    const started_at = 'startedAt' in change ? (change.startedAt ?? null) : startedAt;
    await database.knex('operations').where({ id }).update({ state, created_at, started_at });
    return id;
  }
  const neverBegan = { state: 'cancelled', startedAt: undefined } as const;
  const overview = async (world: World = {}) => {
    const all = { store, standings, ...world };
    return (await ask<AppOverview>('/apps/component/default/weather', [entity(made)], all)).body;
  };
  const nothing = { azure: {}, cluster: [] };

  it('is, of many at once, what each was last made or changed with as a whole', async () => {
    const rain = 'component:default/rain';
    await has('provision', {}, { app: asks('Old.') });
    await has('make', {}, { app: asks('New.') });
    await has('provision', {}, { app: asks('A part.'), part: 'namespace' });
    await has('provision', neverBegan, { app: asks('Never.') });
    await has('release', {}, { app: asks('Released.') });
    expect([...(await standings.requests([owner, rain]))]).toEqual([[owner, asks('New.')]]);
  });

  it.each([
    ['running', 'running'],
    ['failed', 'failed'],
    ['succeeded', undefined],
  ] as const)('shows the newest operation that needs somebody: %s', async (state, shown) => {
    await has('release', { state: 'failed' });
    await has('release', { state });
    expect((await overview()).operation?.state).toBe(shown);
  });

  it('still shows what stopped once it was verified, and tells what was last done', async () => {
    await has('provision');
    const failed = await has('release', { state: 'failed' });
    await has('verify');
    const { operation, status, changed } = await overview();
    const world = { store, standings, claims: ['group:default/team'] };
    const { body } = await ask<MyApps>('/my/apps', [entity(made)], world);
    expect(body.apps).toMatchObject([{ status, stopped: 'release' }]);
    expect(operation).toMatchObject({ id: failed, state: 'failed' });
    expect(status.remedy).toBe('resume');
    expect(changed).toMatchObject({ kind: 'provision', by: 'user:default/ann' });
    await has('release');
    expect(await overview()).toMatchObject({ changed: { kind: 'release' } });
    expect((await overview()).operation).toBeUndefined();
  });

  it('says that it is retired, by which operation, and not once it was made again', async () => {
    await has('provision');
    await has('release');
    const id = await has('retire', {}, { entityRef: owner, landingZone: 'korea' });
    await has('provision', neverBegan);
    await has('verify', { state: 'failed' });
    expect(await overview(nothing)).toMatchObject({
      status: { state: 'retired', remedy: 'unregister' },
      retirement: { id },
    });
    // What is still there is not retired, whatever the database says.
    expect((await overview()).status.state).not.toBe('retired');
    await has('provision');
    const lost = await overview(nothing);
    expect(lost.status).toMatchObject({ state: 'failed', sentence: { code: 'no-namespace' } });
    expect(lost.retirement).toBeUndefined();
  });

  it('says what is being made, what comes next, since when, and how long it usually takes', async () => {
    const [namespace] = inCluster();
    const half = { azure: { [account]: inAzure[account] }, cluster: [namespace] };
    await has('provision', { state: 'running' });
    const first = await overview(half);
    expect(first.status).toMatchObject({
      state: 'making',
      sentence: { code: 'making-parts', parameters: { done: '2' } },
      since: '2026-11-24T10:00:00.000Z',
    });
    expect(first.status.usualSeconds).toBeUndefined();
    const healths = Object.fromEntries(first.resources.map(({ id, health }) => [id, health]));
    expect(healths).toMatchObject({
      'foundry-account': 'healthy',
      'foundry-project': 'next',
      deployment: 'waiting',
      service: 'waiting',
    });
    expect(Object.values(healths)).not.toContain('missing');

    for (const [minutes, part] of [[2], [4], [9], [60, 'identity']] as const) {
      const ended_at = new Date(Date.UTC(2026, 10, 24, 10, minutes)).toISOString();
      const id = await has('provision', {}, { app: request, part });
      await database.knex('operations').where({ id }).update({ ended_at });
    }
    await has('provision', { state: 'running' });
    expect((await overview(half)).status.usualSeconds).toBe(240);
  });

  it('says that it was provisioned and not released, and what was released and failed', async () => {
    const bare = { cluster: inCluster().filter(({ kind }) => /Namespace|Instr/.test(kind)) };
    await has('provision');
    expect((await overview(bare)).status).toMatchObject({ state: 'waiting', remedy: 'release' });
    await has('release', { state: 'failed' });
    expect((await overview(bare)).status).toMatchObject({ state: 'failed', remedy: 'resume' });
    expect((await overview()).status).toMatchObject({
      state: 'degraded',
      sentence: { code: 'failed-running' },
    });
  });

  it('is the same on the platform’s page, for hundreds of applications in two queries for each five hundred', async () => {
    const names = Array.from({ length: 600 }, (_, n) => `app-${n}`);
    const entities = names.map(name => entity({ ...made, 'private-ai/namespace': name }, name));
    const of = async (name: string, kind: Operation['kind'], state: Operation['state']) => {
      const id = await has(kind, { state });
      await database
        .knex('operations')
        .where({ id })
        .update({ entity_ref: `component:default/${name}` });
    };
    await of('app-7', 'provision', 'succeeded');
    await of('app-7', 'retire', 'succeeded');
    await of('app-590', 'provision', 'failed');
    const queries = countQueries(database.knex, /operations/);
    const { body } = await ask<PlatformOverview>('/platform', entities, {
      ...{ store, standings, cluster: [] },
    });
    expect(queries()).toBe(4);
    const states = Object.fromEntries(
      body.apps.map(({ entityRef, status }) => [entityRef.split('/')[1], status.state]),
    );
    expect(states).toMatchObject({ 'app-1': 'absent', 'app-7': 'retired', 'app-590': 'failed' });
    // What is retired, or was never made, uses no version.
    expect(body.templates).toEqual([{ version: '1.2.0', apps: 1 }]);
  });

  it('is not what was cancelled before it began', async () => {
    const begun = await has('release', { state: 'cancelled' });
    await has('release', neverBegan);
    expect((await overview()).operation?.id).toBe(begun);
  });

  it('is a making that was cancelled before it began: its repository is there, and Resume goes on with it', async () => {
    await has('retire', {}, { entityRef: owner, landingZone: 'korea' });
    const making = await has('make', neverBegan, { app: asks('Made again.') });
    const { operation, status } = await overview(nothing);
    expect(operation?.id).toBe(making);
    expect(status).toMatchObject({ state: 'failed', remedy: 'resume' });
  });

  it('does not fill Change with a wish that was cancelled before it began', async () => {
    await has('provision', {}, { app: asks('Made.') });
    await has('provision', neverBegan, { app: asks('Thought better of.') });
    expect((await overview()).request).toEqual(asks('Made.'));
    // One that began has changed something.
    await has('provision', { state: 'cancelled' }, { app: asks('Half made.') });
    expect((await overview()).request).toEqual(asks('Half made.'));
  });

  it('is of the whole application, whatever parts of it were provisioned after it', async () => {
    expect(await overview()).not.toHaveProperty('request');
    await has('provision', {}, { app: asks('Whole.') });
    await has('verify');
    for (let index = 0; index < 60; index++)
      await has('provision', {}, { app: asks('"part":"identity"'), part: 'identity' });
    expect((await overview()).request).toEqual(asks('Whole.'));
    expect(await store.lastRequest(owner)).toEqual(asks('Whole.'));
  });

  it('is known after a hundred later operations, for Change and Release', async () => {
    await has('provision', {}, { app: asks('Long ago.') });
    for (let index = 0; index < 100; index++) await has('release');
    expect((await overview()).request).toEqual(asks('Long ago.'));
    expect(await store.lastRequest(owner)).toEqual(asks('Long ago.'));
  });
});
