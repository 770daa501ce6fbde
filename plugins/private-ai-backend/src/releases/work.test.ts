import type { Operation } from '@private-ai/plugin-private-ai-common';
import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import { startSqlite, type TestDatabase } from '../testing/databases';
import type { LandingZone } from '../config/landingZone';
import { entityLabel } from '../app/entityLabel';
import { imageRepository, repositoryName } from '../app/imageRepository';
import { application } from '../testing/app';
import type { ClusterClient } from '../kubernetes/client';
import { createBuildWork } from '../images/work';
import { startGitHost } from '../testing/gitHost';
import { startRegistry } from '../testing/containerRegistry';
import { createReleaseWork } from './work';
import { entity, startReplica, worksFor } from '../testing/replica';
import { until } from '../testing/until';
import type { WorkContext } from '../operations/work';

const commit = 'c'.repeat(40);
const { request: app, zone: plain } = application();
const repository = imageRepository(app, plain);
const image = `${repository}@sha256:${'d'.repeat(64)}`;
const checks = [{ name: 'agent', ok: true, message: 'It answers.' }];

describe('a release', () => {
  let database: TestDatabase;
  let git: Awaited<ReturnType<typeof startGitHost>>;
  let tasks: Awaited<ReturnType<typeof startRegistry>>;
  let zone: LandingZone;
  const stops: (() => Promise<void>)[] = [];
  /** What the stages behind the build were given; the first deployments may fail. */
  let deployed: string[];
  let failing: number;

  beforeAll(async () => {
    database = await startSqlite();
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    deployed = [];
    failing = 0;
    git = await startGitHost(commit, {
      'catalog-info.yaml': `kind: Component\nmetadata: { name: ${app.name} }\n`,
    });
    tasks = await startRegistry();
    const host = git.source.repoUrl.split('?')[0];
    zone = { ...plain, git: { ...plain.git, host } };
  });
  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
    await database.knex('operations').delete();
    await database.knex('operation_log').delete();
    await database.knex('operation_checkpoints').delete();
    await git.stop();
    await tasks.stop();
  });

  /** A replica whose builds are real, on a registry that is none. */
  async function replica() {
    const own = {
      metadata: {
        labels: { [TAG_ENTITY]: entityLabel(app.entityRef), [TAG_MANAGED_BY]: MANAGED_BY },
      },
    };
    const build = createBuildWork({
      azure: () => ({ arm: tasks.arm }) as never,
      cluster: () => ({ get: async () => own }) as unknown as ClusterClient,
      reader: git.reader,
      integrations: git.integrations,
      pollMs: 20,
    });
    const stages = worksFor({
      async deploy({ operation }: WorkContext) {
        const { input } = operation as Operation<'deploy'>;
        deployed.push(`${operation.kind} ${input.image} with ${input.source.commit.slice(0, 4)}`);
        if (failing-- > 0) throw new Error('Pod weather-1: the image cannot be pulled.');
        return { image: input.image, service: 'weather' } as never;
      },
      verify: async () => ({ checks }) as never,
    });
    const release = createReleaseWork({ ...stages, build });
    const works = { ...stages, build, release };
    const entities = [entity(app.name)];
    const one = await startReplica({ knex: database.knex, works, zones: [zone], entities });
    stops.push(one.stop);
    return one;
  }
  const start = (more: object = {}) => ({
    kind: 'release',
    input: { app, source: git.source, ...more },
  });

  it('builds the commit, deploys it by its digest and verifies it, in one log', async () => {
    tasks.registry.status = 'Succeeded';
    const one = await replica();
    const { status, body } = await one.call('/operations', start());
    expect(status).toBe(201);
    const { outputs } = await one.reaches(body.id, 'succeeded');
    expect(outputs).toEqual({ image, service: 'weather', checks });
    expect(deployed).toEqual([`deploy ${image} with cccc`]);
    const { lines } = await one.events(body.id);
    expect(lines.map(({ message }) => message)).toEqual([
      `Release of cccccccccccc of ${git.source.repoUrl}.`,
      expect.stringMatching(/^Source of cccccccccccc: \d+ kB\.$/),
      `Build run1 of ${repositoryName(app, plain)}:cccccccccccc is scheduled at ${zone.registry.loginServer}.`,
      `The image is ${image}.`,
    ]);
  });

  it('that failed goes on where it was, to the end', async () => {
    tasks.registry.status = 'Succeeded';
    failing = 1;
    const one = await replica();
    const { body } = await one.call('/operations', start());
    const failed = await one.reaches(body.id, 'failed');
    expect(failed.error?.message).toBe('Pod weather-1: the image cannot be pulled.');
    // The registry keeps its runs for a while only; the image is made.
    tasks.registry.status = 'Failed';
    await one.call(`/operations/${body.id}/resume`, {});
    expect((await one.reaches(body.id, 'succeeded')).outputs).toMatchObject({ image, checks });
    expect(tasks.registry.scheduled).toHaveLength(1);
    expect(deployed).toHaveLength(2);
  });

  it('whose replica dies finds its build again elsewhere', async () => {
    const dying = await replica();
    const { body } = await dying.call('/operations', start());
    await until('its build is kept', () =>
      database.knex('operation_checkpoints').where({ key: 'run' }).first(),
    );
    await dying.worker.stop();
    await database.knex('operations').update({ lease_holder: 'dead', lease_until: 0 });
    tasks.registry.status = 'Succeeded';
    const other = await replica();
    expect((await other.reaches(body.id, 'succeeded')).outputs).toMatchObject({ image });
    expect(tasks.registry.scheduled).toHaveLength(1);
    expect(tasks.registry.cancelled).toEqual([]);
  });

  it('of an image that is there builds nothing, and takes only its own', async () => {
    const one = await replica();
    const given = `${repository}@sha256:${'a'.repeat(64)}`;
    const { body } = await one.call('/operations', start({ image: given }));
    expect((await one.reaches(body.id, 'succeeded')).outputs).toMatchObject({ image: given });
    expect(tasks.registry.scheduled).toEqual([]);
    for (const foreign of [given.replace('weather', 'payroll'), `${repository}:latest`]) {
      const refused = await one.call<{ error: { message: string } }>(
        '/operations',
        start({ image: foreign }),
      );
      expect(refused.status).toBe(400);
      expect(refused.body.error.message).toContain('must name an image of weather by its digest');
    }
  });
});
