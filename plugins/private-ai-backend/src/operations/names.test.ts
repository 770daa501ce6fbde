import { mockCredentials } from '@backstage/backend-test-utils';
import { ConflictError } from '@backstage/errors';
import { application } from '../testing/app';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { entity, startReplica, worksFor } from '../testing/replica';
import { WRITES } from './provisioners';

const { request } = application();
const provision = { kind: 'provision', input: { app: request } };
const eve = { authorization: mockCredentials.user.header('user:default/eve') };
interface Refusal {
  error: { message: string };
}

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('the name of a new application on %s', (_, startDatabase) => {
  let database: TestDatabase;
  let writes = false;
  const start = () =>
    startReplica({
      knex: database.knex,
      works: worksFor({
        async provision({ checkpoints }) {
          if (writes) await checkpoints.set(WRITES, 'begun');
          throw new ConflictError('It did not come about.');
        },
      }),
      allows: permission =>
        permission === 'private-ai.app.create' || permission === 'private-ai.app.read',
    });
  beforeEach(async () => {
    database = await startDatabase();
  });
  afterEach(() => database?.close());

  it('is free again where a wish failed before it wrote anything, and not after', async () => {
    writes = false;
    const one = await start();
    const first = await one.call('/operations', provision, eve);
    await one.reaches(first.body.id, 'failed');
    // Who wished for it may try once more, as long as nobody else has come before.
    expect(await one.call(`/operations/${first.body.id}/resume`, {}, eve)).toMatchObject({
      status: 200,
    });
    await one.reaches(first.body.id, 'failed');
    expect(await one.call(`/operations/${first.body.id}/resume`, {})).toMatchObject({
      status: 403,
    });

    writes = true;
    const second = await one.call('/operations', provision);
    expect(second.status).toBe(201);
    await one.reaches(second.body.id, 'failed');
    expect(await one.call('/operations', provision, eve)).toMatchObject({ status: 403 });
    expect(await one.call(`/operations/${first.body.id}/resume`, {}, eve)).toMatchObject({
      status: 403,
    });
    await one.stop();
  });
});

describe('the owner of what is provisioned', () => {
  let database: TestDatabase;
  const ask = async (
    owner: string,
    options: Pick<Parameters<typeof startReplica>[0], 'entities' | 'claims' | 'allows'>,
  ) => {
    const one = await startReplica({ knex: database.knex, works: worksFor({}), ...options });
    const input = { app: { ...request, owner } };
    const { status, body } = await one.call<Refusal>('/operations', { kind: 'provision', input });
    await one.stop();
    return { status, message: body.error?.message };
  };
  const isDeveloper = (permission: string) => permission === 'private-ai.app.create';
  beforeEach(async () => {
    database = await startSqlite();
  });
  afterEach(() => database?.close());

  it('is the one that the catalog says', async () => {
    const relations = [{ type: 'ownedBy', targetRef: 'group:default/team' }];
    const entities = [{ ...entity('weather'), relations }];
    const refused = await ask('group:default/others', {
      entities,
      claims: ['group:default/others'],
    });
    expect(refused).toEqual({
      status: 403,
      message: expect.stringMatching(/owned by group:default\/team, not by group:default\/others/),
    });
    expect(await ask('group:default/team', { entities })).toMatchObject({ status: 201 });
  });

  it('of a new application is somebody whom the asker belongs to, unless the asker is of the platform team', async () => {
    const of = (...claims: string[]) => ({ claims, allows: isDeveloper });
    expect(await ask('group:default/team', of('user:default/mock'))).toEqual({
      status: 403,
      message: expect.stringMatching(/You do not belong to group:default\/team/),
    });
    for (const [owner, asker] of [
      ['group:default/team', of('user:default/mock', 'group:default/Team')],
      ['user:default/mock', of('user:default/mock')],
      ['group:default/team', { claims: ['user:default/engineer'] }],
    ] as const) {
      expect(await ask(owner, asker as ReturnType<typeof of>)).toMatchObject({ status: 201 });
      await database.knex('operations').delete();
    }
  });
});

describe('a hand-over', () => {
  let database: TestDatabase;
  const input = { entityRef: request.entityRef, landingZone: 'korea' };
  const ask = async (options: Pick<Parameters<typeof startReplica>[0], 'claims' | 'allows'>) => {
    const one = await startReplica({
      ...{ knex: database.knex, works: worksFor({}), entities: [entity('weather')] },
      recordedOwner: 'group:default/team',
      // Whatever is asked of the application is not asked before it is handed over.
      requireMade: () => Promise.reject(new ConflictError('It was not handed over.')),
      ...options,
    });
    const answer = await one.call<Refusal>('/operations', { kind: 'hand-over', input });
    await one.stop();
    return answer;
  };
  beforeEach(async () => {
    database = await startSqlite();
  });
  afterEach(() => database?.close());

  it('is begun by whom it belonged to, or by the platform team, and not by the entity’s owner of today', async () => {
    // As the policy has it: everything about the entity, and nothing that knows no owner.
    const allows = (permission: string) => permission !== 'private-ai.app.hand-over';
    expect(await ask({ claims: ['group:default/others'], allows })).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('private-ai.app.hand-over') } },
    });
    expect(await ask({ claims: ['group:default/team'], allows })).toMatchObject({ status: 201 });
    await database.knex('operations').delete();
    expect(await ask({ claims: ['group:default/platform'] })).toMatchObject({ status: 201 });
  });
});
