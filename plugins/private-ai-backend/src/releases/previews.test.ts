import type { Operation } from '@private-ai/plugin-private-ai-common';
import type { ArmClient } from '../azure/client';
import type { ClusterClient, KubernetesObject, ObjectRef } from '../kubernetes/client';
import { namespace } from '../kubernetes/namespace';
import { previewFacts } from '../kubernetes/previewFacts';
import { standingPreview } from '../kubernetes/standingPreview';
import type { WorkContext } from '../operations/work';
import { application } from '../testing/app';
import { startSqlite, type TestDatabase } from '../testing/databases';
import { startGitHost } from '../testing/gitHost';
import { worksFor } from '../testing/replica';
import { createEndPreviewWork } from './endPreviewWork';
import { files } from './previewedForTest';
import { requireApartFromPreview } from './previewApart';
import { previewOf } from './previewStanding';
import { createPreviewWork } from './previewWork';
import { shownRelease } from './shownRelease';

const app = application();
const { request, zone, names } = app;
const { entityRef } = request;
const commit = 'c'.repeat(40);
const image = `acrtest.azurecr.io/private-ai/weather@sha256:${'a'.repeat(64)}`;
const status = { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
const quota = (used: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'private-ai', namespace: names.namespace },
  spec: { hard: { 'requests.cpu': '2' } },
  status: { hard: { 'requests.cpu': '2' }, used: { 'requests.cpu': used } },
});
const named = (kind: string, spec: object): KubernetesObject => ({
  apiVersion: kind === 'Service' ? 'v1' : 'apps/v1',
  kind,
  metadata: { name: 'weather', namespace: names.namespace },
  spec,
});

describe('a preview', () => {
  let git: Awaited<ReturnType<typeof startGitHost>>;
  let database: TestDatabase;
  let there: KubernetesObject[];
  let written: string[];
  let built: number;
  let lines: string[];
  /** What a rollout finds. */
  let comesUp: object;
  beforeAll(async () => {
    [git, database] = [await startGitHost(commit, files), await startSqlite()];
  });
  afterAll(async () => {
    await git.stop();
    await database.close();
  });
  beforeEach(async () => {
    const selector = { app: 'weather' };
    there = [
      { ...namespace(app), metadata: { ...namespace(app).metadata, uid: 'n' } },
      named('Service', { selector }),
      named('Deployment', { selector: { matchLabels: selector } }),
    ];
    [written, built, lines, comesUp] = [[], 0, [], status];
    await database.knex('chat_threads').delete();
  });

  const is = (ref: ObjectRef) => (one: KubernetesObject) =>
    one.kind === ref.kind && one.metadata.name === ref.name;
  const cluster = {
    get: async (ref: ObjectRef) => there.find(is(ref)),
    list: async ({ kind, labelSelector = '' }: { kind: string; labelSelector?: string }) =>
      there.filter(one => one.kind === kind && one.metadata.labels?.[labelSelector]),
    async apply(object: KubernetesObject) {
      const { kind, metadata } = object;
      written.push(`${kind} ${metadata.name}`);
      there = there.filter(one => !is({ ...object, name: metadata.name })(one));
      const stored = { ...object, metadata: { uid: `of-${metadata.name}`, ...metadata } };
      there.push(kind === 'Deployment' ? { ...stored, status: comesUp } : stored);
      return stored;
    },
    // As the cluster's own collector does.
    async remove(ref: ObjectRef) {
      const gone = there.find(is(ref));
      there = there.filter(
        one => one !== gone && one.metadata.ownerReferences?.[0]?.uid !== gone?.metadata.uid,
      );
    },
  } as unknown as ClusterClient;
  const context = (input: object, checkpoints = new Map<string, string>()) =>
    ({
      operation: { id: 'one', requestedBy: 'user:default/dana', input },
      zone,
      signal: new AbortController().signal,
      log: (line: string) => lines.push(line),
      stage: async () => {},
      checkpoints: {
        get: async (key: string) => checkpoints.get(key),
        set: async (key: string, value: string) => checkpoints.set(key, value),
      },
    }) as unknown as WorkContext<never>;
  const work = (hours = 24) =>
    createPreviewWork({
      azure: () =>
        ({
          arm: { get: async () => ({ properties: { clientId: '1' } }) } as unknown as ArmClient,
        }) as never,
      cluster: () => cluster,
      reader: git.reader,
      integrations: git.integrations,
      works: worksFor({
        build: async () => {
          built += 1;
          return { image };
        },
      }),
      ...{ hours, knex: database.knex, rollout: { pollMs: 5, deadlineMs: 50 } },
    });
  const make = (hours?: number, checkpoints?: Map<string, string>) =>
    work(hours).run(context({ app: request, source: { ...git.source, commit } }, checkpoints));
  const standing = () => standingPreview({ entityRef, zone }, cluster);
  const end = (more = {}) =>
    createEndPreviewWork({ cluster: () => cluster, knex: database.knex }).run(
      context({ entityRef, landingZone: zone.name, ...more }),
    );
  const thread = (preview?: string) =>
    database.knex('chat_threads').insert({
      ...{ id: preview ?? 'own', entity_ref: entityRef, user_ref: 'user:default/dana' },
      ...{ landing_zone: zone.name, title: 'Hi', preview: preview ?? null },
      ...{ created_at: '2026-12-01T00:00:00Z', updated_at: '2026-12-01T00:00:00Z' },
    });
  const threads = () => database.knex('chat_threads').orderBy('id').pluck('id');

  it('is one pod of the commit with its ConfigMaps and a Service; what runs is not written to', async () => {
    const before = there.filter(({ metadata }) => metadata.name === 'weather');
    const { until, service } = await make();
    expect(service).toBe('weather-preview');
    expect(written).toEqual([
      'Deployment weather-preview',
      'ConfigMap tone-cccccccccccc-preview',
      'Service weather-preview',
    ]);
    expect(there).toEqual(expect.arrayContaining(before));
    const found = await standing();
    expect(found?.facts).toMatchObject({ commit, image, by: 'user:default/dana', until });
    const hours = (Date.parse(until) - Date.parse(found!.facts.since)) / 3_600_000;
    expect(hours).toBe(24);
  });

  it('is not begun without room in the quota, and says of what there is too little', async () => {
    there.push(quota('1600m'));
    await expect(make()).rejects.toThrow(/no room for a preview.*requests.cpu \(1600m of 2 are/);
    expect({ written, built }).toEqual({ written: [], built: 0 });
    there = there.filter(({ kind }) => kind !== 'ResourceQuota');
    await make();
    // It takes its own place.
    there.push(quota('2'));
    await make();
  });

  it('takes nobody’s place, and is no pod of what runs', async () => {
    const foreign = named('Service', {});
    foreign.metadata.name = 'weather-preview';
    there.push(foreign);
    await expect(make()).rejects.toThrow('has the name of one');
    there = there.filter(one => one !== foreign);
    there[1].spec.selector = { 'azure.workload.identity/use': 'true' };
    await expect(make()).rejects.toThrow('goes by labels that every pod');
    expect(written).toEqual([]);
    // Nor of what is released while it stands.
    there[1].spec.selector = { app: 'weather' };
    await make();
    const release = (selector: object) =>
      requireApartFromPreview(
        { entityRef, zone },
        {
          service: named('Service', { selector }),
          deployment: named('Deployment', { selector: { matchLabels: { app: 'weather' } } }),
        },
        cluster,
        new AbortController().signal,
      );
    await release({ app: 'weather' });
    await expect(release({ 'azure.workload.identity/use': 'true' })).rejects.toThrow(
      'goes by labels that every pod',
    );
    await end();
    await release({ 'azure.workload.identity/use': 'true' });
  });

  it('goes on with the image that was built, and says why it did not come up', async () => {
    comesUp = { observedGeneration: 1 };
    const checkpoints = new Map<string, string>();
    const error: Error = await make(24, checkpoints).catch(thrown => thrown);
    expect(error.message).toMatch(/^weather-preview did not come up/);
    const found = (await standing())!;
    const made = { state: 'failed', error, input: { source: { commit } } } as never as Operation;
    const { signal } = new AbortController();
    expect(await previewOf(found, made, cluster, signal)).toMatchObject({
      ...{ state: 'failed', error: error.message },
    });
    expect(await previewOf(found, undefined, cluster, signal)).toMatchObject({
      state: 'coming-up',
    });
    comesUp = status;
    await make(24, checkpoints);
    expect(built).toBe(1);
    expect(await previewOf((await standing())!, made, cluster, signal)).toMatchObject({
      state: 'ready',
    });
  });

  it('forgets what was said with the one whose place it takes', async () => {
    await make();
    await thread('d'.repeat(40));
    await thread();
    await make();
    expect(await threads()).toHaveLength(2);
    const old = (await standing())!.deployment;
    old.spec.template.metadata.annotations['private-ai-commit'] = 'd'.repeat(40);
    await make();
    expect(await threads()).toEqual(['own']);
  });

  it('leaves no conversations where whoever took it away died before they went', async () => {
    const deps = { cluster: () => cluster, knex: database.knex };
    await thread(commit);
    await thread();
    await shownRelease(app, image, deps, context({})).promoted();
    expect(await threads()).toEqual(['own']);
    await thread(commit);
    await make();
    expect(await threads()).toEqual(['own']);
  });

  it('is taken away with all that is its own, and once is enough', async () => {
    await make();
    await thread(commit);
    await thread();
    expect(await end()).toEqual({ removed: true });
    expect(there.filter(({ metadata }) => /preview/.test(metadata.name))).toEqual([]);
    expect(await threads()).toEqual(['own']);
    expect(await end()).toEqual({ removed: false });
  });

  it('is ended by the release of its image, and by no other; before the rollout where there is no room', async () => {
    await make();
    const deps = { cluster: () => cluster, knex: database.knex };
    const shown = (what: string) => shownRelease(app, what, deps, context({}));
    await shown(image.replace('a', 'b')).promoted();
    await shown(image).makeRoom();
    expect(await standing()).toBeDefined();
    await shown(image).promoted();
    expect(await standing()).toBeUndefined();
    await make();
    there.push(quota('1600m'));
    await shown(image.replace('a', 'b')).makeRoom();
    expect(await standing()).toBeDefined();
    await shown(image).makeRoom();
    expect(await standing()).toBeUndefined();
  });

  it('is not one without both of the portal’s marks', async () => {
    await make();
    const { deployment } = (await standing())!;
    delete deployment.metadata.labels!['private-ai-managed-by'];
    expect(await standing()).toBeUndefined();
    expect(await end()).toEqual({ removed: false });
    expect(there).toContain(deployment);
  });

  it('stays, where its time was over, when another one stands meanwhile', async () => {
    await make();
    expect(await end({ expired: true })).toEqual({ removed: false });
    await make(0);
    expect(previewFacts((await standing())!.deployment)).toMatchObject({ commit });
    expect(await end({ expired: true })).toEqual({ removed: true });
  });
});
