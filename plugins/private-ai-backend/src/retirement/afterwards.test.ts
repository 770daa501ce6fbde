import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { OperationOutputs } from '@private-ai/plugin-private-ai-common';
import { Standings } from '../operations/standings';
import { startSqlite } from '../testing/databases';
import { entity, startReplica, worksFor } from '../testing/replica';
import { until } from '../testing/until';
import { carryOut, choicesFor } from './afterwards';
import { startCatalog } from './catalogForTest';
import { createRetirementRouter } from './router';
import { createRetireWork } from './work';

const component = (name: string, more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: ${name}, annotations: { private-ai/landing-zone: korea } }\nspec: { type: service, lifecycle: experimental, owner: app-team${more} }\n`;
const api = (name: string) =>
  `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: ${name} }\nspec: { type: openapi, lifecycle: experimental, owner: app-team, definition: '{}' }\n`;
/** As the template writes it. */
const described = (name: string) =>
  [component(name, `, providesApis: [${name}-agent]`), api(`${name}-agent`)].join('---\n');

const refOf = (name: string) => `component:default/${name}`;
const all = { unregister: true, archive: true, landingZone: 'korea' };

describe('what comes after everything is gone', () => {
  let world: Awaited<ReturnType<typeof startCatalog>>;
  beforeAll(async () => {
    world = await startCatalog();
  });
  afterAll(() => world?.stop());
  beforeEach(() => world.forget());

  it('archives the repository, then takes the entity out with all that came with it, and tells the auditor', async () => {
    const { git, zone, told, known, register, deps, working, changes } = world;
    const ref = refOf('weather');
    await register('weather', described('weather'), ref, 'api:default/weather-agent');
    await expect(choicesFor({ entityRef: ref, zone }, deps)).resolves.toEqual({
      unregister: { name: ref },
      archive: { name: `${git.host}?owner=apps&repo=weather` },
    });
    const context = working();
    const run = () =>
      carryOut({ entityRef: ref, zone }, { entityRef: ref, ...all }, context, {
        ...deps,
        operationId: 'op1',
      });
    const outcome = await run();
    expect(outcome).toEqual({
      removed: [{ type: 'Catalog entity', name: ref }],
      stays: [
        {
          name: `The repository ${git.host}?owner=apps&repo=weather`,
          message: expect.stringMatching(/^It is archived/),
        },
      ],
    });
    expect(changes()).toEqual(['/api/v1/repos/apps/weather']);
    for (const one of [ref, 'api:default/weather-agent']) expect(await known(one)).toBe(false);
    expect(told.map(({ eventId, status, meta }) => [eventId, status, meta?.operationId])).toEqual([
      ['repository-archive', 'initiated', 'op1'],
      ['repository-archive', 'succeeded', 'op1'],
      ['app-unregister', 'initiated', 'op1'],
      ['app-unregister', 'succeeded', 'op1'],
    ]);
    // A replica that dies now leaves another that does the same again: it finds it done.
    await expect(run()).resolves.toEqual(outcome);
    expect(changes()).toHaveLength(1);
  });

  it('touches no place in the catalog that holds anybody else’s, nor the repository behind it', async () => {
    const { answers, zone, known, register, deps, working, changes } = world;
    const shared = [described('rain'), component('others')].join('---\n');
    await register('rain', shared, refOf('rain'), refOf('others'));
    // Described in a repository that is not the application's own.
    await register('team', described('snow'), refOf('snow'));
    for (const [name, reason] of [
      ['rain', /describes others, too \(component:default\/others\)/],
      ['snow', /registered from .*\/apps\/team\/.* not in its own repository/],
    ] as const) {
      answers[`/api/v1/repos/apps/${name}`] = { default_branch: 'main', archived: false };
      answers[`PATCH /api/v1/repos/apps/${name}`] = {};
      const app = { entityRef: refOf(name), zone };
      const refusal = expect.stringMatching(reason);
      await expect(choicesFor(app, deps)).resolves.toMatchObject({
        unregister: { refusal },
        archive: { refusal },
      });
      const { removed, stays } = await carryOut(app, { ...app, ...all }, working(), deps);
      expect(removed).toEqual([]);
      expect(stays.map(({ message }) => message)).toEqual([refusal, refusal]);
    }
    expect(changes()).toEqual([]);
    for (const name of ['rain', 'others', 'snow']) expect(await known(refOf(name))).toBe(true);
  });

  it('takes out what is described on another branch of its own repository', async () => {
    const { git, zone, known, registerFrom, deps, working, changes } = world;
    const ref = refOf('dew');
    await registerFrom('trunk', 'dew', described('dew'), ref);
    const app = { entityRef: ref, zone };
    await expect(choicesFor(app, deps)).resolves.toEqual({
      unregister: { name: ref },
      archive: { name: `${git.host}?owner=apps&repo=dew` },
    });
    await carryOut(app, { entityRef: ref, ...all }, working(), deps);
    expect(changes()).toEqual(['/api/v1/repos/apps/dew']);
    expect(await known(ref)).toBe(false);
  });

  it('waits for a git host that is away, and with the catalog until that has answered, and says where it does not let the portal', async () => {
    const { answers, zone, told, known, register, deps, working, changes } = world;
    const ref = refOf('fog');
    await register('fog', described('fog'), ref);
    const app = { entityRef: ref, zone };
    answers['PATCH /api/v1/repos/apps/fog'] = 503;
    const work = working();
    const ended = carryOut(app, { entityRef: ref, ...all }, work, deps);
    await until('it was asked', () => changes().length > 1);
    expect(await known(ref)).toBe(true);
    answers['PATCH /api/v1/repos/apps/fog'] = 403;
    const { removed, stays } = await ended;
    expect(work.lines.join()).toMatch(/has no answer at the moment \(503\)/);
    expect(removed).toHaveLength(1);
    expect(stays).toEqual([
      {
        name: expect.anything(),
        message: expect.stringMatching(/repo=fog \(403\): archive it there, or/),
      },
    ]);
    expect(await known(ref)).toBe(false);
    // However often the host was asked, it was one act.
    expect(told.filter(({ eventId }) => eventId === 'repository-archive')).toHaveLength(2);
  });

  it('waits for a catalog that is away, and says what it found and did there', async () => {
    const { zone, catalog, register, deps, working } = world;
    const ref = refOf('mist');
    await register('mist', described('mist'), ref);
    const app = { entityRef: ref, zone };
    let away = 2;
    const flaky: Partial<CatalogService> = {
      getEntityByRef: (...asked) => catalog.getEntityByRef(...asked),
      getEntities: async (...asked) => catalog.getEntities(...asked),
      getLocationByEntity: (...asked) => catalog.getLocationByEntity(...asked),
      async removeLocationById(...asked) {
        away -= 1;
        if (away === 1) throw new Error('fetch failed');
        await catalog.removeLocationById(...asked);
        // It went, and its answer was lost.
        if (away === 0) throw new Error('socket hang up');
      },
    };
    const work = working();
    const input = { entityRef: ref, landingZone: 'korea', unregister: true };
    const ended = carryOut(app, input, work, { ...deps, catalog: flaky as CatalogService });
    expect((await ended).removed).toEqual([{ type: 'Catalog entity', name: ref }]);
    expect(work.lines.join()).toMatch(/did not let component:default\/mist go/);
    expect(away).toBeLessThan(0);
    // What it never knew is not said to have been taken out of it.
    const other = carryOut(app, input, working(), deps);
    expect((await other).removed).toEqual([]);
  });

  it('is done for the owner later, of what is retired, and of nothing else', async () => {
    const { git, zone, auditor, told, known, register, deps } = world;
    const ref = refOf('hail');
    await register('hail', described('hail'), ref);
    const { knex, close } = await startSqlite();
    const nothing = { list: async () => [], get: async () => undefined };
    const reach = {
      azure: () => ({ arm: nothing, linkers: nothing }) as never,
      cluster: () => nothing as never,
    };
    const hail = entity('hail');
    hail.metadata.annotations = { 'private-ai/landing-zone': 'korea' };
    let allowed = true;
    const one = await startReplica({
      ...{ knex, zones: [zone], entities: [hail], auditor },
      allows: permission => allowed || permission !== 'private-ai.app.delete',
      works: worksFor({ retire: createRetireWork({ ...reach, after: deps }).run as never }),
      router: rooms =>
        createRetirementRouter({
          ...{ ...rooms, ...reach, knex, zones: [zone] },
          standings: new Standings(knex),
          after: deps,
        }),
    });
    const path = '/apps/component/default/hail/unregistration';
    expect(await one.call(path, {})).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('is not retired') } },
    });
    const input = { entityRef: ref, landingZone: 'korea' };
    const { body } = await one.call('/operations', { kind: 'retire', input });
    const { outputs } = await one.reaches(body.id, 'succeeded');
    const { stays } = outputs as OperationOutputs['retire'];
    expect(stays.slice(-2)).toEqual([
      {
        name: `The repository ${git.host}?owner=apps&repo=hail`,
        message: expect.stringMatching(/archive or delete it at the git host/),
      },
      {
        name: `The catalog entity ${ref}`,
        message: expect.stringMatching(/stays until its owner or the platform team/),
      },
    ]);
    allowed = false;
    expect(await one.call(path, {})).toMatchObject({ status: 403 });
    expect(await known(ref)).toBe(true);
    allowed = true;
    told.length = 0;
    const response = await fetch(`${one.url}${path}`, { method: 'POST' });
    expect(response.status).toBe(204);
    expect(await known(ref)).toBe(false);
    expect(told.map(({ eventId, status, actor }) => [eventId, status, actor.actorId])).toEqual([
      ['app-unregister', 'initiated', 'user:default/mock'],
      ['app-unregister', 'succeeded', 'user:default/mock'],
    ]);
    await one.stop();
    await close();
  });
});
