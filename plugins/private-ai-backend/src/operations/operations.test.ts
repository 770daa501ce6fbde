import { setTimeout as delay } from 'node:timers/promises';
import { mockCredentials } from '@backstage/backend-test-utils';
import { countQueries, startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { isOfOperation } from '../azure/asOperation';
import { application } from '../testing/app';
import { until } from '../testing/until';
import { entity, startReplica, worksFor } from '../testing/replica';

const { request } = application();
const provision = { kind: 'provision', input: { app: request } };
const outputs = { namespace: 'weather' } as never;
const forever = (signal: AbortSignal) => delay(60_000, undefined, { signal, ref: false });

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('operations on %s', (_, startDatabase) => {
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
    await database.knex('operation_checkpoints').delete();
  });
  afterAll(() => database?.close());

  it('start once for each key, are followed as a stream and end with their outputs', async () => {
    const works = worksFor({
      async provision({ log }) {
        log('Namespace weather: ready');
        await delay(100);
        log('Everything is there');
        return outputs;
      },
    });
    const one = await replica({ works });
    const key = { 'idempotency-key': 'task:provision' };
    const [first, second] = await Promise.all([
      one.call('/operations', provision, key),
      one.call('/operations', provision, key),
    ]);
    expect(second.body.id).toBe(first.body.id);
    const { response, lines, end } = await one.events(first.body.id);
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(lines.map(({ message }) => message)).toEqual([
      'Namespace weather: ready',
      'Everything is there',
    ]);
    expect(end).toMatchObject({ state: 'succeeded', outputs: { namespace: 'weather' } });
    expect((await one.events(first.body.id, lines[0].seq)).lines).toHaveLength(1);
    const other = { ...provision, input: { app: { ...request, description: 'another' } } };
    expect(await one.call('/operations', other, key)).toMatchObject({ status: 409 });
    const list = await one.call<{ items: unknown[] }>(
      '/operations?entityRef=component:default/weather',
    );
    expect(list.body.items).toHaveLength(1);
  });

  it('are cancelled at the next look, and resumed with what they had kept', async () => {
    const works = worksFor({
      async provision({ signal, checkpoints }) {
        if (await checkpoints.get('poller')) return outputs;
        await checkpoints.set('poller', 'token');
        signal.addEventListener('abort', () => (looksToStop = looks()));
        return forever(signal) as never;
      },
    });
    const looks = countQueries(database.knex, /^select .lease_holder., .cancel_requested./);
    let looksToStop = Infinity;
    const one = await replica({ works });
    const { body } = await one.call('/operations', provision);
    await one.reaches(body.id, 'running');
    await until('its token is kept', () => database.knex('operation_checkpoints').first());
    await one.call(`/operations/${body.id}/cancel`, {});
    const looksBefore = looks();
    const cancelled = await one.reaches(body.id, 'cancelled');
    // One may have been under way already, half a second before the next.
    expect(looksToStop - looksBefore).toBeLessThanOrEqual(2);
    expect(cancelled.error?.message).toMatch(/stays; resume it/);
    await one.call(`/operations/${body.id}/resume`, {});
    expect(await one.reaches(body.id, 'succeeded')).toMatchObject({ cancelRequested: false });
    expect(await one.call(`/operations/${body.id}/resume`, {})).toMatchObject({ status: 409 });
  });

  it('go on elsewhere when their replica dies, and it can write nothing more', async () => {
    const [kept, taken, woken, over] = Array.from({ length: 4 }, () => Promise.withResolvers());
    const dying = await replica({
      works: worksFor({
        async provision({ checkpoints }) {
          await checkpoints.set('where', 'first');
          kept.resolve(undefined);
          // Blind to its signal, as a replica is that hangs.
          await taken.promise;
          woken.resolve(checkpoints.set('where', 'stale').catch(error => error.message));
          return { namespace: 'stale' } as never;
        },
      }),
    });
    const { body } = await dying.call('/operations', provision);
    await kept.promise;
    // Its renewals stop: what a kill looks like from the database.
    await database.knex('operations').update({ lease_holder: 'dead', lease_until: 0 });
    const other = await replica({
      works: worksFor({
        async provision({ checkpoints, log }) {
          log(`goes on from ${await checkpoints.get('where')}`);
          taken.resolve(undefined);
          await over.promise;
          return { namespace: String(await checkpoints.get('where')) } as never;
        },
      }),
    });
    expect(await woken.promise).toMatch(/Another replica goes on/);
    over.resolve(undefined);
    const done = await other.reaches(body.id, 'succeeded');
    expect(done.outputs).toEqual({ namespace: 'first' });
  });

  it('are handed over at once when a replica is stopped', async () => {
    const leaving = await replica({
      works: worksFor({ provision: ({ signal }) => forever(signal) as never }),
    });
    const { body } = await leaving.call('/operations', provision);
    await leaving.reaches(body.id, 'running');
    const other = await replica({ works: worksFor({ provision: async () => outputs }) });
    await leaving.worker.stop();
    // Long before the lease would have ended by itself.
    await other.reaches(body.id, 'succeeded');
  });

  it('lead one at a time for each entity, whichever replica runs them', async () => {
    let leading = 0;
    let most = 0;
    const works = worksFor({
      async provision() {
        leading += 1;
        most = Math.max(most, leading);
        await delay(150);
        leading -= 1;
        return outputs;
      },
      verify: async () => ({ checks: [] }) as never,
    });
    const replicas = [await replica({ works }), await replica({ works })];
    const started = await Promise.all(
      [0, 1, 2, 3].map(index => replicas[index % 2].call('/operations', provision)),
    );
    await Promise.all(started.map(({ body }) => replicas[0].reaches(body.id, 'succeeded')));
    expect(most).toBe(1);
  });

  it('that wait for one of their entity do not keep those of others waiting', async () => {
    const works = worksFor({
      provision: ({ signal, operation }) =>
        (operation.entityRef.endsWith('/weather') ? forever(signal) : outputs) as never,
    });
    const one = await replica({ works, concurrency: 2 });
    const { body } = await one.call('/operations', provision);
    await one.reaches(body.id, 'running');
    // More than the worker looks at in one turn.
    for (let waiting = 0; waiting < 12; waiting++) await one.call('/operations', provision);
    const other = { ...request, name: 'other', entityRef: 'component:default/other' };
    const asked = await one.call('/operations', { kind: 'provision', input: { app: other } });
    await one.reaches(asked.body.id, 'succeeded');
  });

  it('are asked of Azure before what pages ask', async () => {
    const seen: boolean[] = [];
    const works = worksFor({
      verify: async () => {
        await delay(1);
        seen.push(isOfOperation());
        return { checks: [] } as never;
      },
    });
    const one = await replica({ works });
    const { body } = await one.call('/operations', { ...provision, kind: 'verify' });
    await one.reaches(body.id, 'succeeded');
    expect([seen, isOfOperation()]).toEqual([[true], false]);
  });
});

describe('operations are refused', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startSqlite();
  });
  afterAll(() => database?.close());

  it('without the permission, also for an entity that the asker may not see', async () => {
    const asked: string[] = [];
    const one = await startReplica({
      knex: database.knex,
      works: worksFor({}),
      entities: [entity('weather')],
      allows(permission, ref) {
        asked.push(`${permission} on ${ref}`);
        return permission !== 'private-ai.app.update';
      },
    });
    const { status, body } = await one.call<{ error: { message: string } }>(
      '/operations',
      provision,
    );
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/private-ai.app.update on component:default\/weather/);
    expect(asked).toEqual([
      'private-ai.app.create on korea',
      'private-ai.app.update on component:default/weather',
    ]);
    await one.stop();
  });

  it('to whom has not made it, while the catalog does not know the entity', async () => {
    const one = await startReplica({
      knex: database.knex,
      works: worksFor({ provision: async () => outputs }),
      allows: permission => permission !== 'private-ai.app.update',
    });
    const eve = { authorization: mockCredentials.user.header('user:default/eve') };
    const { body } = await one.call('/operations', provision);
    await one.reaches(body.id, 'succeeded');
    expect(await one.call('/operations', provision, eve)).toMatchObject({ status: 403 });
    const verify = { kind: 'verify', input: { app: request } };
    expect(await one.call('/operations', verify, eve)).toMatchObject({ status: 403 });
    expect(await one.call(`/operations/${body.id}/cancel`, {}, eve)).toMatchObject({ status: 403 });
    expect(await one.call('/operations', verify)).toMatchObject({ status: 201 });
    await one.stop();
  });

  it('with a sentence for what is wrong in them', async () => {
    const one = await startReplica({ knex: database.knex, works: worksFor({}) });
    const refusal = async (body: object) =>
      (await one.call<{ error: { message: string } }>('/operations', body)).body.error.message;
    const source = { repoUrl: 'git.example?owner=apps&repo=weather', commit: 'a'.repeat(40) };
    expect(await refusal({ kind: 'erase', input: {} })).toMatch(/kind must be make, provision/);
    expect(
      await refusal({
        kind: 'build',
        input: { app: request, source: { ...source, commit: 'main' } },
      }),
    ).toMatch(/full commit hash/);
    const foreign = { ...source, repoUrl: 'git.example?owner=secret&repo=x' };
    expect(await refusal({ kind: 'build', input: { app: request, source: foreign } })).toMatch(
      /takes source from git.example\/apps, not from git.example\/secret/,
    );
    const image = 'evil.example/x:latest';
    expect(await refusal({ kind: 'deploy', input: { app: request, source, image } })).toMatch(
      /by its digest/,
    );
    const others = `acrtest.azurecr.io/private-ai/secret@sha256:${'d'.repeat(64)}`;
    expect(
      await refusal({ kind: 'deploy', input: { app: request, source, image: others } }),
    ).toMatch(/acrtest.azurecr.io\/private-ai\/weather-[0-9a-f]{20}@sha256/);
    const input = { app: { ...request, model: { ...request.model, capacity: 1000 } } };
    expect(await refusal({ kind: 'provision', input })).toMatch(/at most 100 thousand tokens/);
    await one.stop();
  });

  it('when the work fails, with its own sentence', async () => {
    const one = await startReplica({
      knex: database.knex,
      works: worksFor({
        provision: async () => {
          throw Object.assign(new Error('No quota left: ask for less.'), {
            resource: 'aif-weather',
          });
        },
      }),
    });
    const { body } = await one.call('/operations', provision);
    expect(await one.reaches(body.id, 'failed')).toMatchObject({
      error: { message: 'No quota left: ask for less.', resource: 'aif-weather' },
    });
    await one.stop();
  });
});
