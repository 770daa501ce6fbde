import {
  coreServices,
  createBackendPlugin,
  type AuthService,
  type AuditorService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { catalogServiceRef, type CatalogService } from '@backstage/plugin-catalog-node';
import type { OperationOutputs } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { Standings } from '../operations/standings';
import { integrationsOf, startAnsweringHost } from '../testing/answeringHost';
import { auditing, type Told } from '../testing/auditing';
import { contextOf } from '../testing/context';
import { startSqlite } from '../testing/databases';
import { landingZone } from '../testing/landingZone';
import { entity, startReplica, worksFor } from '../testing/replica';
import { until } from '../testing/until';
import { carryOut, choicesFor } from './afterwards';
import { createRetirementRouter } from './router';
import { createRetireWork } from './work';

const component = (name: string, more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: ${name}, annotations: { private-ai/landing-zone: korea } }\nspec: { type: service, lifecycle: experimental, owner: app-team${more} }\n`;
const api = (name: string) =>
  `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: ${name} }\nspec: { type: openapi, lifecycle: experimental, owner: app-team, definition: '{}' }\n`;
/** As the template writes it. */
const described = (name: string) =>
  [component(name, `, providesApis: [${name}-agent]`), api(`${name}-agent`)].join('---\n');

/** Against a catalog as the portal runs it, which reads from a git host. */
describe('what comes after everything is gone', () => {
  const answers: Parameters<typeof startAnsweringHost>[0] = {};
  let git: Awaited<ReturnType<typeof startAnsweringHost>>;
  let zone: LandingZone;
  let catalog: CatalogService;
  let auth: AuthService;
  let auditor: AuditorService;
  let told: Told[];
  let stop: () => Promise<void>;

  beforeAll(async () => {
    git = await startAnsweringHost(answers);
    const one = { host: git.host, baseUrl: `http://${git.host}`, username: 'u', password: 'p' };
    const config = {
      integrations: { gitea: [one] },
      catalog: { rules: [{ allow: ['Component', 'API', 'Location'] }] },
    };
    zone = landingZone({
      git: { type: 'gitea', host: git.host, owner: 'apps', visibility: 'private' },
    });
    const looker = createBackendPlugin({
      pluginId: 'private-ai',
      register: registration =>
        registration.registerInit({
          deps: { auth: coreServices.auth, catalog: catalogServiceRef },
          init: async deps => void ({ auth, catalog } = deps),
        }),
    });
    const backend = await startTestBackend({
      features: [catalogPlugin, mockServices.rootConfig.factory({ data: config }), looker],
    });
    ({ auditor, told } = await auditing());
    stop = async () => {
      await backend.stop();
      await git.stop();
    };
  });
  afterAll(() => stop?.());
  beforeEach(() => {
    told.length = 0;
    git.asked.length = 0;
  });

  const mine = () => auth.getOwnServiceCredentials();
  const refOf = (name: string) => `component:default/${name}`;
  const page = (repo: string, branch = 'main') =>
    `http://${git.host}/apps/${repo}/src/branch/${branch}/catalog-info.yaml`;
  const deps = () => ({ auth, catalog, auditor, integrations: integrationsIn() });
  const integrationsIn = () =>
    integrationsOf({
      gitea: [{ host: git.host, baseUrl: `http://${git.host}`, username: 'u', password: 'p' }],
    });
  const known = async (ref: string) =>
    Boolean(await catalog.getEntityByRef(ref, { credentials: await mine() }));

  /** A repository with a description, registered as the template does it. */
  const register = (repo: string, text: string, ...refs: string[]) =>
    registerFrom('main', repo, text, ...refs);

  async function registerFrom(branch: string, repo: string, text: string, ...refs: string[]) {
    const path = `/api/v1/repos/apps/${repo}`;
    answers[path] = { empty: false, default_branch: 'main', archived: false };
    answers[`PATCH ${path}`] = {};
    answers[`${path}/contents/catalog-info.yaml?ref=${branch}`] = {
      ...{ encoding: 'base64', content: Buffer.from(text).toString('base64') },
    };
    const credentials = await mine();
    await catalog.addLocation({ type: 'url', target: page(repo, branch) }, { credentials });
    for (const ref of refs) await until(`${ref} is known`, () => known(ref));
  }
  const changes = () => git.asked.filter(({ method }) => method === 'PATCH').map(({ url }) => url);
  const all = { unregister: true, archive: true, landingZone: 'korea' };

  it('archives the repository, then takes the entity out with all that came with it, and tells the auditor', async () => {
    const ref = refOf('weather');
    await register('weather', described('weather'), ref, 'api:default/weather-agent');
    await expect(choicesFor({ entityRef: ref, zone }, deps())).resolves.toEqual({
      unregister: { name: ref },
      archive: { name: `${git.host}?owner=apps&repo=weather` },
    });
    const context = contextOf(zone);
    const run = () =>
      carryOut({ entityRef: ref, zone }, { entityRef: ref, ...all }, context, {
        ...deps(),
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
      await expect(choicesFor(app, deps())).resolves.toMatchObject({
        unregister: { refusal },
        archive: { refusal },
      });
      const { removed, stays } = await carryOut(app, { ...app, ...all }, contextOf(zone), deps());
      expect(removed).toEqual([]);
      expect(stays.map(({ message }) => message)).toEqual([refusal, refusal]);
    }
    expect(changes()).toEqual([]);
    for (const name of ['rain', 'others', 'snow']) expect(await known(refOf(name))).toBe(true);
  });

  it('takes out what is described on another branch of its own repository', async () => {
    const ref = refOf('dew');
    await registerFrom('trunk', 'dew', described('dew'), ref);
    const app = { entityRef: ref, zone };
    await expect(choicesFor(app, deps())).resolves.toEqual({
      unregister: { name: ref },
      archive: { name: `${git.host}?owner=apps&repo=dew` },
    });
    await carryOut(app, { entityRef: ref, ...all }, contextOf(zone), deps());
    expect(changes()).toEqual(['/api/v1/repos/apps/dew']);
    expect(await known(ref)).toBe(false);
  });

  it('waits with the catalog until the git host has answered, and says where it does not let the portal', async () => {
    const ref = refOf('fog');
    await register('fog', described('fog'), ref);
    const context = contextOf(zone);
    const app = { entityRef: ref, zone };
    const run = () => carryOut(app, { entityRef: ref, ...all }, context, deps());
    answers['PATCH /api/v1/repos/apps/fog'] = 503;
    await expect(run()).rejects.toThrow(/has no answer at the moment/);
    expect(await known(ref)).toBe(true);
    answers['PATCH /api/v1/repos/apps/fog'] = 403;
    const { removed, stays } = await run();
    expect(removed).toHaveLength(1);
    expect(stays).toEqual([
      { name: expect.anything(), message: expect.stringMatching(/\(403\): archive it at the git/) },
    ]);
    expect(await known(ref)).toBe(false);
  });

  it('is done for the owner later, of what is retired, and of nothing else', async () => {
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
      works: worksFor({ retire: createRetireWork({ ...reach, after: deps() }).run as never }),
      router: rooms =>
        createRetirementRouter({
          ...{ ...rooms, ...reach, knex, zones: [zone] },
          standings: new Standings(knex),
          after: deps(),
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
