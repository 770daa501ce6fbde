import { mockCredentials } from '@backstage/backend-test-utils';
import type { RetirementPlan } from '@private-ai/plugin-private-ai-common';
import { afterForTest } from '../testing/after';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { integrationsOf } from '../testing/answeringHost';
import { application } from '../testing/app';
import { Standings } from '../operations/standings';
import { landingZone } from '../testing/landingZone';
import type { Work } from '../operations/work';
import { createRetirementRouter } from './router';
import { createRetireWork } from './work';
import { entity, startReplica, worksFor } from '../testing/replica';

const { request: app } = application();
const provision = { kind: 'provision', input: { app } };
const retire = { kind: 'retire', input: { entityRef: app.entityRef, landingZone: 'korea' } };
const eve = { authorization: mockCredentials.user.header('user:default/eve') };

describe('who may retire', () => {
  let database: TestDatabase;
  const asked: string[] = [];
  const start = (
    options: { known?: boolean; without?: string[]; retire?: Work<'retire'>['run'] } = {},
  ) =>
    startReplica({
      knex: database.knex,
      works: worksFor({
        provision: async () => ({}) as never,
        retire: (options.retire ?? (async () => ({ removed: [], stays: [] }))) as Work['run'],
      }),
      entities: options.known ? [entity('weather')] : [],
      allows(permission, ref) {
        asked.push(`${permission} on ${ref}`);
        return !options.without?.includes(permission);
      },
      router: deps =>
        createRetirementRouter({
          ...deps,
          after: { ...deps, integrations: integrationsOf({}) },
          standings: new Standings(database.knex),
          knex: database.knex,
          zones: [landingZone()],
          azure: () =>
            ({
              arm: { list: async () => [], get: async () => undefined },
              linkers: { list: async () => [] },
            }) as never,
          cluster: () => ({ list: async () => [], get: async () => undefined }) as never,
        }),
    });
  beforeEach(async () => {
    database = await startSqlite();
    asked.length = 0;
  });
  afterEach(() => database.close());

  it('needs the permission to delete the entity, for the list too', async () => {
    const one = await start({ known: true, without: ['private-ai.app.delete'] });
    expect(await one.call('/operations', retire)).toMatchObject({ status: 403 });
    const path = '/apps/component/default/weather/retirement';
    expect(await one.call(path)).toMatchObject({ status: 403 });
    expect(new Set(asked)).toEqual(new Set(['private-ai.app.delete on component:default/weather']));
    await one.stop();
  });

  it('lets who alone had it made take away what the catalog does not know', async () => {
    const one = await start({ without: ['private-ai.app.delete', 'private-ai.app.update'] });
    const made = await one.call('/operations', provision);
    await one.reaches(made.body.id, 'succeeded');
    expect(await one.call('/operations', retire, eve)).toMatchObject({ status: 403 });
    const plan = await one.call<RetirementPlan>('/apps/component/default/weather/retirement');
    expect(plan).toMatchObject({ status: 200, body: { removes: [] } });
    const { body } = await one.call('/operations', retire);
    await one.reaches(body.id, 'succeeded');
    // Then the name is free for others, and the first maker has nothing left to say.
    expect(await one.call('/operations', provision, eve)).toMatchObject({ status: 201 });
    expect(await one.call('/operations', retire)).toMatchObject({ status: 403 });
    await one.stop();
  });

  it('tells beforehand whose conversations go, and lets them go with the application', async () => {
    const { knex } = database;
    const nothing = {
      arm: { list: async () => [], get: async () => undefined },
      linkers: { list: async () => [] },
    };
    const work = createRetireWork({
      azure: () => nothing as never,
      cluster: () => nothing.arm as never,
      after: afterForTest(),
      knex,
    });
    const one = await start({ known: true, retire: work.run });
    for (const [id, by, app, zone] of [
      ['one', 'ana', 'weather', 'korea'],
      ['two', 'ana', 'weather', 'korea'],
      // Of before conversations were told apart.
      ['three', 'bob', 'weather', null],
      ['elsewhere', 'bob', 'weather', 'japan'],
      ['other', 'ana', 'snow', 'korea'],
    ]) {
      const times = { created_at: '2026-11-24T12:00:00Z', updated_at: '2026-11-24T12:00:00Z' };
      await knex('chat_threads').insert({
        ...{ id, title: 'Hi', landing_zone: zone, ...times },
        ...{ entity_ref: `component:default/${app}`, user_ref: `user:default/${by}` },
      });
    }
    const path = '/apps/component/default/weather/retirement?landingZone=korea';
    expect(await one.call(path)).toMatchObject({
      body: { chats: { conversations: 3, people: 2 } },
    });
    const { body } = await one.call('/operations', retire);
    await one.reaches(body.id, 'succeeded');
    expect((await knex('chat_threads').pluck('id')).toSorted()).toEqual(['elsewhere', 'other']);
    const { lines } = await one.events(body.id);
    expect(lines.map(({ message }) => message)).toContain(
      'Deleted 3 conversations with it, of 2 people.',
    );
    await one.stop();
  });

  it('looks where it was last provisioned, however long ago, and not where that was never begun', async () => {
    const one = await start({ known: true });
    const made = await one.call('/operations', provision);
    await one.reaches(made.body.id, 'succeeded');
    await one.worker.stop();
    const { id: _, ...row } = await database.knex('operations').first();
    const later = (index: number) => ({
      ...row,
      id: `later-${index}`,
      idempotency_key: null,
      created_at: `2126-01-01T00:00:00.${String(index).padStart(3, '0')}Z`,
    });
    for (let index = 0; index < 100; index++)
      await database.knex('operations').insert({ ...later(index), kind: 'release' });
    const unbegun = { state: 'cancelled', started_at: null, landing_zone: 'mars' };
    await database.knex('operations').insert({ ...later(100), ...unbegun });
    const path = '/apps/component/default/weather/retirement';
    expect(await one.call(path)).toMatchObject({ status: 200, body: { removes: [] } });
    expect(await one.call(`${path}?landingZone=mars`)).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('(korea), not mars') } },
    });
    await one.stop();
  });

  it('lets the platform team take away what nobody is known for', async () => {
    const one = await start();
    expect(await one.call('/operations', retire)).toMatchObject({ status: 201 });
    expect(asked).toEqual(['private-ai.app.delete on component:default/weather']);
    await one.stop();
  });

  it('refuses a wrong form with a sentence', async () => {
    const one = await start();
    const refusal = async (body: object) =>
      (await one.call<{ error: { message: string } }>('/operations', body)).body.error.message;
    const start_ = (input: object) => refusal({ kind: 'retire', input });
    expect(await start_({ entityRef: 'x', landingZone: 'korea' })).toMatch(
      /must be an entity reference/,
    );
    expect(await start_({ entityRef: app.entityRef, landingZone: 'mars' })).toMatch(
      /one of the portal's landing zones \(korea\), not mars/,
    );
    const long = `component:default/${'a'.repeat(300)}`;
    expect(await start_({ entityRef: long, landingZone: 'korea' })).toMatch(/at most 255/);
    const part = { kind: 'provision', input: { app, part: 'half' } };
    expect(await refusal(part)).toMatch(/part must be one of foundry, identity, namespace, /);
    expect(await one.call(`/operations?entityRef=${app.entityRef}&limit=0`)).toMatchObject({
      status: 400,
    });
    await one.stop();
  });

  it('pages through an entity’s operations', async () => {
    const one = await start();
    for (let index = 0; index < 3; index++) await one.call('/operations', provision);
    const list = async (query: string) =>
      (
        await one.call<{ items: { id: string; createdAt: string }[] }>(
          `/operations?entityRef=${app.entityRef}${query}`,
        )
      ).body.items;
    const all = await list('');
    expect(all).toHaveLength(3);
    const [newest] = await list('&limit=1');
    expect(newest.id).toBe(all[0].id);
    const older = await list(`&before=${newest.createdAt}`);
    expect(older.map(({ id }) => id)).not.toContain(newest.id);
    await one.stop();
  });
});
