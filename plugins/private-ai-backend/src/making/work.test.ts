import type { Operation, StageName } from '@private-ai/plugin-private-ai-common';
import { OperationStore } from '../operations/store';
import type { WorkContext } from '../operations/work';
import { createReleaseWork } from '../releases/work';
import { application } from '../testing/app';
import { startPostgres, startSqlite, type TestDatabase } from '../testing/databases';
import { startReplica, worksFor } from '../testing/replica';
import { until } from '../testing/until';
import { createMakeWork } from './work';

const { request: app, zone } = application();
const source = {
  repoUrl: `${zone.git.host}?owner=${zone.git.owner}&repo=${app.name}`,
  commit: 'c'.repeat(40),
};
const image = `acr.example/weather@sha256:${'d'.repeat(64)}`;
const names: StageName[] = ['provision', 'build', 'deploy', 'verify'];

describe.each([
  ['SQLite', startSqlite],
  ['PostgreSQL', startPostgres],
])('an application that is made, on %s', (_, startDatabase) => {
  let database: TestDatabase;
  let replica: Awaited<ReturnType<typeof startReplica>>;
  /** Stages as they were begun. */
  let begun: string[];
  /** Which of them fails or hangs, the next time that it is begun. */
  let faulty: { stage: StageName; how: 'fails' | 'hangs' } | undefined;

  beforeAll(async () => {
    database = await startDatabase();
    const stage = (outputs: object) => async (context: WorkContext) => {
      const { kind, input } = context.operation as Operation<'deploy'>;
      begun.push(kind === 'deploy' ? `deploy ${input.image}` : kind);
      if (faulty?.stage !== kind) return outputs as never;
      const { how } = faulty;
      faulty = undefined;
      if (how === 'fails') throw new Error(`The ${kind} came to nothing.`);
      return new Promise<never>((__, stop) =>
        context.signal.addEventListener('abort', () => stop(context.signal.reason)),
      );
    };
    const stages = worksFor({
      provision: stage({ namespace: 'weather', connector: 'w' }),
      build: stage({ image }),
      deploy: stage({ image, service: 'weather' }),
      verify: stage({ checks: [] }),
    });
    const release = createReleaseWork(stages);
    const works = { ...stages, release, make: createMakeWork({ ...stages, release }) };
    replica = await startReplica({ knex: database.knex, works });
  });
  beforeEach(() => {
    begun = [];
  });
  afterEach(async () => {
    faulty = undefined;
    await database.knex('operations').delete();
    await database.knex('operation_log').delete();
    await database.knex('operation_checkpoints').delete();
  });
  afterAll(async () => {
    await replica.stop();
    await database.close();
  });

  const start = async () => {
    const { body } = await replica.call<Operation>('/operations', {
      kind: 'make',
      input: { app, source },
    });
    return body.id;
  };
  const stagesOf = ({ stages = [] }: Operation) =>
    stages.map(({ name, endedAt }) => (endedAt ? `${name} is over` : name));

  it('comes through its stages to the end, and says where it is', async () => {
    const ended = await replica.reaches(await start(), 'succeeded');
    expect(begun).toEqual(['provision', 'build', `deploy ${image}`, 'verify']);
    expect(stagesOf(ended)).toEqual([
      ...['provision is over', 'build is over', 'deploy is over', 'verify'],
    ]);
    expect(ended.outputs).toEqual({
      ...{ namespace: 'weather', connector: 'w', image, service: 'weather', checks: [] },
    });
    // As a release and a change begin from it.
    const store = new OperationStore(database.knex, ['make']);
    expect(await store.lastRequest(app.entityRef)).toEqual(app);
    expect(await store.provisioners(app.entityRef)).toEqual([ended.requestedBy]);
  });

  it.each(names)('that fails in its stage %s is resumed to the end', async stage => {
    faulty = { stage, how: 'fails' };
    const id = await start();
    const failed = await replica.reaches(id, 'failed');
    expect(failed.error?.message).toBe(`The ${stage} came to nothing.`);
    expect(stagesOf(failed).at(-1)).toBe(stage);
    await replica.call(`/operations/${id}/resume`, {});
    const ended = await replica.reaches(id, 'succeeded');
    expect(ended.outputs).toMatchObject({ image, namespace: 'weather' });
    expect(stagesOf(ended)).toHaveLength(4);
    // An image that was made is not made again.
    const builds = begun.filter(kind => kind === 'build');
    expect(builds).toHaveLength(stage === 'build' ? 2 : 1);
  });

  it.each(names)('that is cancelled in its stage %s is resumed to the end', async stage => {
    faulty = { stage, how: 'hangs' };
    const id = await start();
    await until('the stage hangs', () => begun.at(-1)?.startsWith(stage));
    await replica.call(`/operations/${id}/cancel`, {});
    expect(stagesOf(await replica.reaches(id, 'cancelled')).at(-1)).toBe(stage);
    await replica.call(`/operations/${id}/resume`, {});
    expect((await replica.reaches(id, 'succeeded')).outputs).toMatchObject({ image, checks: [] });
  });
});
