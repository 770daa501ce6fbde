import { setTimeout as delay } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { application } from '../testing/app';
import { startReplica, worksFor } from '../testing/replica';
import { OperationStore } from './store';
import { writingKinds } from './work';

const { request } = application();
const provision = { kind: 'provision', input: { app: request } };
const outputs = { namespace: 'weather' } as never;

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('operations that meet on %s', (_, startDatabase) => {
  let database: TestDatabase;
  const stops: (() => Promise<void>)[] = [];
  const replica = async (options: Omit<Parameters<typeof startReplica>[0], 'knex'>) => {
    const one = await startReplica({ knex: database.knex, ...options });
    stops.push(one.stop);
    return one;
  };
  beforeAll(async () => {
    database = await startDatabase();
  });
  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
    await database.knex('operations').delete();
    await database.knex('operation_log').delete();
  });
  afterAll(() => database?.close());

  it('are not resumed once a later one has changed the same entity; what never began is none', async () => {
    let fails = true;
    const one = await replica({
      works: worksFor({
        provision: async () => {
          if (fails) throw new Error('No quota left.');
          return outputs;
        },
        verify: async () => {
          throw new Error('Azure is down.');
        },
      }),
    });
    const old = await one.call('/operations', provision);
    await one.reaches(old.body.id, 'failed');
    const verify = await one.call('/operations', { ...provision, kind: 'verify' });
    await one.reaches(verify.body.id, 'failed');
    await one.worker.stop();
    await delay(2);
    const unbegun = await one.call('/operations', provision);
    expect(unbegun.status).toBe(201);
    expect(await one.call(`/operations/${old.body.id}/resume`, {})).toMatchObject({ status: 409 });
    await one.call(`/operations/${unbegun.body.id}/cancel`, {});
    expect(await one.call(`/operations/${old.body.id}/resume`, {})).toMatchObject({
      status: 200,
      body: { state: 'queued' },
    });

    fails = false;
    const other = await replica({ works: worksFor({ provision: async () => outputs }) });
    await other.reaches(old.body.id, 'succeeded');
    await database.knex('operations').where({ id: old.body.id }).update({ state: 'failed' });
    const bob = { authorization: mockCredentials.user.header('user:default/bob') };
    const later = await other.call('/operations', provision, bob);
    await other.reaches(later.body.id, 'succeeded');
    const refused = await other.call<{ error: { message: string } }>(
      `/operations/${old.body.id}/resume`,
      {},
    );
    expect(refused).toMatchObject({ status: 409 });
    expect(refused.body.error.message).toMatch(
      `because user:default/bob started the operation ${later.body.id} (provision) at ${later.body.createdAt}`,
    );
    // It changes nothing.
    expect(await other.call(`/operations/${verify.body.id}/resume`, {})).toMatchObject({
      status: 200,
    });
  });

  it('of a new name go to one of many who ask at the same moment, and the others are told', async () => {
    const store = new OperationStore(database.knex, writingKinds(worksFor({})));
    const { entityRef } = request;
    const ask = (requestedBy: string) =>
      store.start({
        kind: 'provision',
        entityRef,
        landingZone: 'korea',
        requestedBy,
        input: { app: request },
        alone: true,
      });
    const names = ['ana', 'bob', 'cem', 'dua', 'eve'];
    const answers = await Promise.allSettled(names.map(ask));
    const [first, ...more] = answers.flatMap(one => (one.status === 'fulfilled' ? one.value : []));
    expect(more).toEqual([]);
    const reasons = answers.flatMap(one => (one.status === 'rejected' ? [one.reason] : []));
    for (const { name, message } of reasons) {
      expect(name).toBe('ConflictError');
      expect(message).toMatch(`${first.requestedBy} has begun to provision ${entityRef}`);
    }
    // Once more by the same person is no race.
    await ask(first.requestedBy);
  });
});
