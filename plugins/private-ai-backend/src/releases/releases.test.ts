import type { AppReleases, Operation } from '@private-ai/plugin-private-ai-common';
import {
  app,
  commit,
  digest,
  plainZone,
  replicaSet,
  sideCommit,
  startReleases,
} from './worldForTest';

const path = '/apps/component/default/weather/releases';
type Refused = { error: { name: string; message: string } };

describe('the releases of an app', () => {
  let portal: Awaited<ReturnType<typeof startReleases>>;
  let objects: typeof portal.world.objects;

  beforeAll(async () => {
    portal = await startReleases();
    portal.entities.push(portal.made('weather'));
    ({ objects } = portal.world);
  });
  afterAll(() => portal.stop());
  beforeEach(() => {
    Object.assign(portal.world, { objects, unreachable: false, denied: undefined });
  });
  const page = (sha: string) => `http://${portal.host}/apps/weather/commit/${sha}`;
  const changed = (sha: string, running: string) => ({
    page: page(sha),
    difference: `http://${portal.host}/apps/weather/compare/${running}...${sha}`,
  });
  const list = async () => (await portal.call<AppReleases>(path)).body;
  const start = (body: object, key?: string) =>
    portal.call<Operation<'release'> & Refused>(path, body, key ? { 'idempotency-key': key } : {});

  it('are what the cluster holds, newest first, and the newest commit of the repository', async () => {
    const [one, two] = ['1'.repeat(40), '2'.repeat(40)];
    portal.world.objects = [
      ...objects,
      replicaSet(1, digest('a'), { commit: one }),
      replicaSet(3, digest('b'), { commit: two, available: 1 }),
      // The same image, started anew for another configuration.
      replicaSet(2, digest('b'), { commit: two }),
      // Another's, with the same labels.
      replicaSet(4, digest('f'), { owner: 'other' }),
    ];
    expect(await list()).toEqual({
      items: [
        { image: digest('b'), commit: two, releasedAt: '2026-11-03T00:00:00Z', state: 'running' },
        { image: digest('a'), commit: one, releasedAt: '2026-11-01T00:00:00Z', state: 'former' },
      ],
      head: commit,
      commits: {
        [commit]: { ...changed(commit, two), subject: 'Change c.', author: 'Ana' },
        [two]: { page: page(two) },
        [one]: changed(one, two),
      },
      outages: [],
      problems: [],
    });
  });

  it('say that the newest fails while the one before goes on to answer', async () => {
    const [namespace, deployment] = objects;
    const status = { observedGeneration: 3, replicas: 2, updatedReplicas: 1, availableReplicas: 1 };
    const waiting = { reason: 'ImagePullBackOff', message: 'not found' };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'weather-3-x', ownerReferences: [{ uid: 'r3' }] },
      status: { containerStatuses: [{ name: 'app', state: { waiting } }] },
    };
    portal.world.objects = [
      ...[namespace, { ...deployment, status }],
      ...[replicaSet(2, digest('a'), { available: 1 }), replicaSet(3, digest('b'))],
      pod,
    ];
    expect((await list()).items).toMatchObject([
      { image: digest('b'), state: 'failed' },
      { image: digest('a'), state: 'running' },
    ]);
    portal.world.objects = portal.world.objects.filter(({ kind }) => kind !== 'Pod');
    expect((await list()).items).toMatchObject([{ state: 'coming-up' }, { state: 'running' }]);
  });

  it('tell when a former one was taken up again', async () => {
    const [namespace, deployment] = objects;
    const conditions = [
      { type: 'Progressing', status: 'True', lastUpdateTime: '2026-11-20T00:00:00Z' },
    ];
    const annotations = { 'deployment.kubernetes.io/revision-history': '1' };
    portal.world.objects = [
      ...[namespace, { ...deployment, status: { ...deployment.status, conditions } }],
      replicaSet(3, digest('a'), { annotations }),
    ];
    expect((await list()).items).toMatchObject([{ releasedAt: '2026-11-20T00:00:00Z' }]);
  });

  it('are none before the first, and a sentence where nobody could be asked', async () => {
    portal.world.objects = objects.slice(0, 1);
    const commits = { [commit]: { page: page(commit), subject: 'Change c.', author: 'Ana' } };
    expect(await list()).toEqual({ items: [], head: commit, commits, outages: [], problems: [] });
    portal.world.unreachable = true;
    expect(await list()).toEqual({
      items: [],
      head: commit,
      commits,
      outages: [expect.objectContaining({ detail: 'The cluster could not be reached.' })],
      problems: [],
    });
  });

  it('are told of a namespace that was labelled by hand, and not made in it', async () => {
    const { metadata, ...namespace } = portal.owned(app.entityRef);
    const { 'private-ai-managed-by': _, ...labels } = metadata.labels!;
    portal.world.objects = [{ ...namespace, metadata: { ...metadata, labels } }];
    expect(await portal.call(path)).toMatchObject({ status: 200 });
    expect(await start({ commit })).toMatchObject({
      status: 403,
      body: { error: { message: expect.stringContaining('was not made by the portal') } },
    });
  });

  it("are neither told nor made of another's namespace", async () => {
    portal.world.objects = [portal.owned('component:default/payroll')];
    const before = await portal.knex('operations').count();
    for (const asked of [await portal.call<Refused>(path), await start({ commit })]) {
      expect(asked.status).toBe(403);
      expect(asked.body.error.message).toMatch(/namespace weather does not belong to/);
    }
    expect(await portal.knex('operations').count()).toEqual(before);
  });

  it('ask what their permissions are', async () => {
    portal.world.denied = 'private-ai.app.update';
    expect((await portal.call(path)).status).toBe(200);
    const refused = await start({});
    expect(refused).toMatchObject({ status: 403 });
    expect(refused.body.error.message).toContain('private-ai.app.update');
    portal.world.denied = 'private-ai.app.read';
    expect((await portal.call(path)).status).toBe(403);
  });

  it('begin with the newest commit, and what the app was last provisioned with', async () => {
    const refused = await start({});
    expect(refused.status).toBe(409);
    expect(refused.body.error.message).toMatch(/does not know what .* provisioned with/);
    await portal.provision({ ...app, instructions: 'First.' });
    const { id } = await portal.provision({ ...app, instructions: 'Second.' });
    // One that was cancelled before it began has changed nothing.
    await portal.knex('operations').insert({
      ...(await portal.knex('operations').where({ id }).first()),
      ...{ id: 'never-begun', state: 'cancelled', started_at: null, leads: null },
      ...{ input: JSON.stringify({ app: { ...app, instructions: 'Never.' } }) },
      created_at: new Date(Date.now() + 1).toISOString(),
    });
    const { status, body } = await start({}, 'one');
    expect(status).toBe(201);
    const source = { repoUrl: `${portal.host}?owner=apps&repo=weather`, commit };
    expect(body).toMatchObject({
      kind: 'release',
      entityRef: app.entityRef,
      input: { app: { ...app, instructions: 'Second.' }, source },
    });
    // Though it would begin with something else now.
    await portal.provision({ ...app, instructions: 'Third.' });
    expect((await start({}, 'one')).body.id).toBe(body.id);
  });

  it('go back to an image with the manifests of its own commit', async () => {
    const former = '1'.repeat(40);
    portal.world.objects = [...objects, replicaSet(1, digest('a'), { commit: former })];
    const { body } = await start({ image: digest('a') });
    expect(body.input).toMatchObject({ image: digest('a'), source: { commit: former } });
    // One that the cluster does not know, of the newest.
    const elsewhere = await start({ image: digest('e') });
    expect(elsewhere.body.input).toMatchObject({ image: digest('e'), source: { commit } });
  });

  it('take no commit that people name and the default branch has not', async () => {
    const before = await portal.knex('operations').count();
    const source = { ...portal.source, commit: sideCommit };
    const image = digest('a');
    const refusals = [
      await start({ commit: sideCommit }),
      // It may not name another's commit for an image that ran.
      await start({ commit: sideCommit, image }),
      ...(await Promise.all(
        Object.entries({ build: {}, deploy: { image }, release: {} }).map(([kind, more]) =>
          portal.call<Operation & Refused>('/operations', {
            kind,
            input: { app, source, ...more },
          }),
        ),
      )),
    ];
    for (const { status, body } of refusals)
      expect({ status, message: body.error.message }).toEqual({
        status: 403,
        message: expect.stringMatching(/dddd is not on the default branch of .*takes no other/),
      });
    expect(await portal.knex('operations').count()).toEqual(before);
    const { body } = await portal.call('/operations', {
      ...{ kind: 'build', input: { app, source: portal.source } },
    });
    expect(body).toMatchObject({ kind: 'build', input: { source: { commit } } });
    // What ran has been let in before, whatever has become of the branch.
    portal.world.objects = [...objects, replicaSet(1, image, { commit: sideCommit })];
    const again = await start({ commit: sideCommit, image });
    expect(again.body.input).toMatchObject({ image, source: { commit: sideCommit } });
  });

  it("take an image of the name's former repository only where it ran", async () => {
    const of = (letter: string) =>
      `${plainZone.registry.loginServer}/private-ai/weather@sha256:${letter.repeat(64)}`;
    const former = '1'.repeat(40);
    portal.world.objects = [...objects, replicaSet(1, of('a'), { commit: former, available: 1 })];
    expect((await list()).items).toContainEqual(
      expect.objectContaining({ image: of('a'), commit: former, state: 'running' }),
    );
    const { body } = await start({ image: of('a') });
    expect(body.input).toMatchObject({ image: of('a'), source: { commit: former } });
    const input = { app, source: portal.source };
    for (const refused of [
      await start({ image: of('b') }),
      await portal.call<Refused>('/operations', {
        ...{ kind: 'deploy', input: { ...input, image: of('b') } },
      }),
    ])
      expect({ status: refused.status, message: refused.body.error.message }).toEqual({
        status: 403,
        message: expect.stringMatching(
          /belongs to a name.*did not run as component:default\/weather/,
        ),
      });
  });

  it.each([
    [{ commit: 'main' }, 'commit must be a full commit hash.'],
    [{ image: 'docker.io/library/nginx:1' }, 'must name an image of weather by its digest'],
    [[], 'A release is started with an object'],
  ])('refuse %j', async (wrong, sentence) => {
    const { status, body } = await start(wrong);
    expect({ status, message: body.error.message }).toEqual({
      status: 400,
      message: expect.stringContaining(sentence),
    });
  });

  it('are taken from the git host of the landing zone alone', async () => {
    const elsewhere = { 'backstage.io/source-location': 'url:https://git.example/else/weather' };
    portal.entities.splice(0, 1, portal.made('weather', elsewhere));
    for (const asked of [{ commit }, {}]) {
      const { status, body } = await start(asked);
      expect(status).toBe(400);
      expect(body.error.message).toMatch(/takes source from .*, not from git.example\/else/);
    }
    // Nor is anything told of one elsewhere that the portal's sign-in may see.
    expect((await list()).problems).toEqual([
      expect.stringMatching(/takes source from .*, not from git.example\/else/),
    ]);
  });
});
