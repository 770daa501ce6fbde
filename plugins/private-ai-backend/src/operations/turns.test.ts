import { setTimeout as delay } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import { countQueries, startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { application } from '../testing/app';
import { startReplica, worksFor } from '../testing/replica';
import { until } from '../testing/until';
import type { WorkContext } from './work';

const outputs = { namespace: 'weather' } as never;
const forever = (signal: AbortSignal) => delay(60_000, undefined, { signal, ref: false }) as never;
const provision = (name: string) => ({
  kind: 'provision',
  input: { app: application({ name }).request },
});
/** What a worker asks once each time that it looks for work. */
const aLook = /from .operations. as .waiting./;
const as = (name: string) => ({
  authorization: mockCredentials.user.header(`user:default/${name}`),
});

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('whose turn it is on %s', (_, startDatabase) => {
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

  it('takes nothing up that only a newer portal, beside it while it is rolled out, knows how to do', async () => {
    const one = await replica({ works: worksFor({ provision: async () => outputs }) });
    const { body } = await one.call('/operations', provision('weather'), as('ana'));
    await one.reaches(body.id, 'succeeded');
    const row = await database.knex('operations').where({ id: body.id }).first();
    const newer = {
      id: 'newer',
      kind: 'of-tomorrow',
      state: 'queued',
      entity_ref: 'component:default/b',
    };
    await database
      .knex('operations')
      .insert({ ...row, ...newer, idempotency_key: 'newer', takeovers: 0 });
    const looks = countQueries(database.knex, aLook);
    await until('the worker has looked again', () => looks() > 5);
    expect(await database.knex('operations').where({ id: 'newer' }).first()).toMatchObject({
      ...{ state: 'queued', takeovers: 0 },
    });
  });

  it('says what an operation waits for, and who started that', async () => {
    const one = await replica({
      works: worksFor({ provision: ({ signal }) => forever(signal), retire: async () => outputs }),
    });
    const leading = await one.call('/operations', provision('weather'), as('ana'));
    await one.reaches(leading.body.id, 'running');
    const input = { entityRef: 'component:default/weather', landingZone: 'korea' };
    const waiting = await one.call('/operations', { kind: 'retire', input }, as('bob'));
    await until('it says so', () =>
      database.knex('operation_log').where({ operation_id: waiting.body.id }).first(),
    );
    // More than one turn of the worker more.
    const looks = countQueries(database.knex, aLook);
    await until('the worker has looked again', () => looks() > 5);
    await one.call(`/operations/${leading.body.id}/cancel`, {});
    await one.reaches(waiting.body.id, 'succeeded');
    const { lines } = await one.events(waiting.body.id);
    expect(lines.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        `^Waits for the operation ${leading.body.id} \\(provision\\) that user:default/ana started`,
      ),
    ]);
  });

  it('ends one that waits as soon as it is cancelled, and the leader goes on', async () => {
    const one = await replica({ works: worksFor({ provision: ({ signal }) => forever(signal) }) });
    const leading = await one.call('/operations', provision('weather'));
    await one.reaches(leading.body.id, 'running');
    const waiting = await one.call('/operations', provision('weather'));
    const { body } = await one.call(`/operations/${waiting.body.id}/cancel`, {});
    expect(body.state).toBe('cancelled');
    expect((await one.call(`/operations/${leading.body.id}`)).body.state).toBe('running');
  });

  it('lets operations of one application begin in the order in which they were asked for', async () => {
    const order: string[] = [];
    const one = await replica({
      works: worksFor({
        async provision({ operation }) {
          order.push(operation.requestedBy);
          await delay(20);
          return outputs;
        },
      }),
    });
    const asked = [];
    for (const name of ['ana', 'ana', 'ana', 'bob'])
      asked.push(await one.call('/operations', provision('weather'), as(name)));
    await Promise.all(asked.map(({ body }) => one.reaches(body.id, 'succeeded')));
    expect(order.map(ref => ref.split('/')[1])).toEqual(['ana', 'ana', 'ana', 'bob']);
  });

  it('does not let one’s twenty keep another’s one waiting', async () => {
    const order: string[] = [];
    const one = await replica({
      concurrency: 1,
      works: worksFor({
        async provision({ operation }) {
          order.push(operation.requestedBy);
          await delay(20);
          return outputs;
        },
      }),
    });
    const first = await one.call('/operations', provision('app-0'), as('ana'));
    const asked = [first];
    for (let index = 1; index <= 20; index++)
      asked.push(await one.call('/operations', provision(`app-${index}`), as('ana')));
    asked.push(await one.call('/operations', provision('other'), as('bob')));
    const before = order.length;
    await Promise.all(asked.map(({ body }) => one.reaches(body.id, 'succeeded')));
    expect(order.indexOf('user:default/bob')).toBeLessThanOrEqual(before + 2);
  });

  it('runs a hundred at once, and whoever follows them costs the database nothing more', async () => {
    let running = 0;
    const work = async ({ signal }: WorkContext) => {
      running += 1;
      return forever(signal);
    };
    const works = worksFor({ release: work, provision: work });
    const one = await replica({ works });
    const source = { repoUrl: 'git.example?owner=apps&repo=app', commit: 'a'.repeat(40) };
    for (let index = 0; index < 10; index++) {
      const app = application({ name: `release-${index}` }).request;
      const { status } = await one.call('/operations', { kind: 'release', input: { app, source } });
      expect(status).toBe(201);
    }
    await Promise.all(
      Array.from({ length: 90 }, (__, index) => one.call('/operations', provision(`app-${index}`))),
    );
    await until(
      'all are running',
      () => running,
      now => now === 100,
    );

    const { items } = (
      await one.call<{ items: { id: string }[] }>(`/operations?entityRef=component:default/app-1`)
    ).body;
    const askedForLines = countQueries(database.knex, /^select .* from .operation_log./);
    const leaving = new AbortController();
    const followers = await Promise.all(
      Array.from({ length: 50 }, () =>
        fetch(`${one.url}/operations/${items[0].id}/events`, { signal: leaving.signal }),
      ),
    );
    await until('each has asked for the lines so far', () => askedForLines() >= followers.length);
    const [queries, looks] = [/./, aLook].map(like => countQueries(database.knex, like));
    await until('the worker has looked twenty times', () => looks() > 20);
    expect(queries() / looks()).toBeLessThan(5);
    leaving.abort();
    await Promise.allSettled(followers.map(({ body }) => body?.cancel()));
  });
});
