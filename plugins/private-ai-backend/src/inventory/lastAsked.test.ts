import type { AppOverview, AppRequest, Operation } from '@private-ai/plugin-private-ai-common';
import { OperationStore } from '../operations/store';
import { writingKinds } from '../operations/work';
import { application } from '../testing/app';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { worksFor } from '../testing/replica';
import { ask, entity, made, owner } from './worldForTest';

const { request } = application();
const asks = (instructions: string): AppRequest => ({ ...request, instructions });

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('what was last asked of an app, on %s', (_, startDatabase) => {
  let database: TestDatabase;
  let store: OperationStore;
  let minutes = 0;
  beforeAll(async () => {
    database = await startDatabase();
    store = new OperationStore(database.knex, writingKinds(worksFor({})));
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
  const overview = async () =>
    (await ask<AppOverview>('/apps/component/default/weather', [entity(made)], { store })).body;

  it.each([
    ['running', 'running'],
    ['failed', 'failed'],
    ['succeeded', undefined],
  ] as const)('shows the newest operation that needs somebody: %s', async (state, shown) => {
    await has('release', { state: 'failed' });
    await has('release', { state });
    expect((await overview()).operation?.state).toBe(shown);
  });

  it('is not what was cancelled before it began', async () => {
    const begun = await has('release', { state: 'cancelled' });
    await has('release', neverBegan);
    expect((await overview()).operation?.id).toBe(begun);
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
