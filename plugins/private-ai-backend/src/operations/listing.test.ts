import { application } from '../testing/app';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { startReplica, worksFor } from '../testing/replica';

const { request } = application();
const provision = { kind: 'provision', input: { app: request } };

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('operations on %s', (_, startDatabase) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startDatabase();
  });
  afterAll(() => database?.close());

  it('of all applications are listed for who curates the platform, by state and kind', async () => {
    let curates = true;
    const one = await startReplica({
      knex: database.knex,
      works: worksFor({ provision: async () => ({ namespace: 'weather' }) as never }),
      allows: permission => curates || permission !== 'private-ai.curation.read',
    });
    const rain = { ...request, name: 'rain', entityRef: 'component:default/rain' };
    for (const body of [
      provision,
      { kind: 'provision', input: { app: rain } },
      { kind: 'verify', input: { app: request } },
    ]) {
      const { body: started } = await one.call('/operations', body);
      await one.reaches(started.id, body.kind === 'verify' ? 'failed' : 'succeeded');
    }
    const listed = async (query: string) => {
      const { body } = await one.call<{ items: { kind: string; entityRef: string }[] }>(
        `/operations${query}`,
      );
      return body.items.map(({ kind, entityRef }) => `${kind} ${entityRef.split('/')[1]}`);
    };
    expect(await listed('')).toEqual(['verify weather', 'provision rain', 'provision weather']);
    expect(await listed('?state=failed&state=cancelled')).toEqual(['verify weather']);
    expect(await listed('?kind=provision&entityRef=component:default/rain')).toEqual([
      'provision rain',
    ]);
    expect(await one.call('/operations?state=lost')).toMatchObject({ status: 400 });
    curates = false;
    expect(await one.call('/operations')).toMatchObject({ status: 403 });
    expect(await listed('?entityRef=component:default/rain')).toEqual(['provision rain']);
    await one.stop();
  });
});
