import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import { portalApi } from '../portalApi/portalApi';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { application } from '../testing/app';
import { registerActions } from './actions';
import { entity, startReplica, worksFor } from '../testing/replica';

const { request: app, names } = application();
const { namespace, service, foundryAccount, modelDeployment, identity, connector } = names;

describe('the actions of the registry', () => {
  let database: TestDatabase;
  let replica: Awaited<ReturnType<typeof startReplica>>;
  let denied: string | undefined;
  let broken = true;
  const credentials = mockCredentials.user('user:default/somebody');
  const registry = actionsRegistryServiceMock();

  const invoke = async (name: string, input: object) =>
    (await registry.invoke({ id: `test:${name}`, input: input as never, credentials }))
      .output as Record<string, never>;
  const operation = async (name: string, input: object) =>
    (await invoke(name, input)).operation as Operation;

  beforeAll(async () => {
    database = await startSqlite();
    replica = await startReplica({
      knex: database.knex,
      entities: [entity('weather')],
      allows: permission => permission !== denied,
      works: worksFor({
        async provision({ log }) {
          log('Looking at what there is.');
          if (broken) throw new Error('No quota left: ask for less.');
          return { namespace, service, foundryAccount, modelDeployment, identity, connector };
        },
      }),
    });
    const auth = mockServices.auth({ pluginId: 'private-ai' });
    const discovery = mockServices.discovery.mock({ getBaseUrl: async () => replica.url });
    registerActions({ registry, api: portalApi({ auth, discovery }), knex: database.knex });
  });
  afterAll(async () => {
    await replica.stop();
    await database.close();
  });
  beforeEach(() => {
    denied = undefined;
  });

  it('start an operation as who invokes them, once for a key, follow and resume it', async () => {
    const started = await operation('provision-app', { app, idempotencyKey: 'one' });
    expect(started).toMatchObject({ kind: 'provision', requestedBy: 'user:default/somebody' });
    expect((await operation('provision-app', { app, idempotencyKey: 'one' })).id).toBe(started.id);
    await replica.reaches(started.id, 'failed');
    const { operation: failed, log } = await invoke('get-operation', { id: started.id });
    expect(failed).toMatchObject({ error: { message: 'No quota left: ask for less.' } });
    expect(log).toMatchObject([
      { level: 'info', message: 'Looking at what there is.' },
      { level: 'error', message: 'No quota left: ask for less.' },
    ]);
    broken = false;
    expect((await operation('resume-operation', { id: started.id })).id).toBe(started.id);
    await replica.reaches(started.id, 'succeeded');
    const { items } = await invoke('list-operations', { entityRef: app.entityRef });
    expect(items).toMatchObject([{ id: started.id, outputs: { foundryAccount } }]);
  });

  it.each([
    ['list-operations', { entityRef: app.entityRef }, 'private-ai.app.read'],
    ['provision-app', { app }, 'private-ai.app.create'],
    ['provision-app', { app }, 'private-ai.app.update'],
    ['retire-app', { entityRef: app.entityRef, landingZone: 'korea' }, 'private-ai.app.delete'],
  ])('%s asks what the HTTP API asks', async (name, input, permission) => {
    const before = await database.knex('operations').count();
    denied = permission;
    await expect(invoke(name, input)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining(`You need the permission ${permission}`),
    });
    expect(await database.knex('operations').count()).toEqual(before);
  });

  it('ask for those with an id what its operation needs, and say that there is none', async () => {
    const { id } = await operation('provision-app', { app });
    denied = 'private-ai.app.update';
    await expect(invoke('cancel-operation', { id })).rejects.toThrow('private-ai.app.update');
    await expect(invoke('resume-operation', { id })).rejects.toThrow('private-ai.app.update');
    denied = 'private-ai.app.read';
    await expect(invoke('get-operation', { id })).rejects.toThrow('private-ai.app.read');
    await expect(invoke('get-operation', { id: 'none' })).rejects.toMatchObject({
      name: 'NotFoundError',
      message: 'There is no operation none.',
    });
  });

  it('refuse with the sentence of the HTTP API', async () => {
    const elsewhere = { ...app, landingZone: 'nowhere' };
    await expect(invoke('provision-app', { app: elsewhere })).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringContaining('There is no landing zone nowhere'),
    });
  });
});
