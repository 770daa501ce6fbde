import type { AppReleases, Operation } from '@private-ai/plugin-private-ai-common';
import { historyOf, type HeldRelease } from './history';
import { app, commit, digest, replicaSet, sideCommit, startReleases } from './worldForTest';

describe('the history of an app’s releases', () => {
  let portal: Awaited<ReturnType<typeof startReleases>>;
  let objects: typeof portal.world.objects;

  beforeAll(async () => {
    portal = await startReleases();
    portal.entities.push(portal.made('weather'));
    ({ objects } = portal.world);
  });
  afterAll(() => portal?.stop());
  const at = (minute: number) => `2026-11-20T00:0${minute}:00.000Z`;
  const page = (sha: string) => `http://${portal.host}/apps/weather/commit/${sha}`;
  const list = async () =>
    (await portal.call<AppReleases>('/apps/component/default/weather/releases')).body;

  it('tells no message of a repository that the catalog did not find the app in, and of none while the git host is away', async () => {
    portal.world.objects = [...objects, replicaSet(3, digest('b'), { commit, available: 1 })];
    const { subject } = (await list()).commits[commit];
    expect(subject).toBe('Change c.');
    const location = 'url:http://git.example/apps/weather/src/branch/main/catalog-info.yaml';
    const elsewhere = portal.made('weather', { 'backstage.io/managed-by-location': location });
    const [own] = portal.entities.splice(0, 1, elsewhere);
    expect(await list()).toMatchObject({
      head: commit,
      commits: { [commit]: { page: page(commit) } },
    });
    expect((await list()).commits[commit]).toEqual({ page: page(commit) });
    portal.entities.splice(0, 1, own);
    portal.gitAway(1);
    const { commits, problems } = await list();
    // It is known from before.
    expect(commits[commit]).toMatchObject({ page: page(commit), subject: 'Change c.' });
    expect(problems).toEqual([expect.stringMatching(/^The git host .* has no answer/)]);
  });

  it('says who brought each and when, which one never came up and why, and what is tried', async () => {
    const [one, two, three] = ['1'.repeat(40), '2'.repeat(40), '3'.repeat(40)];
    const by = 'user:default/ana';
    let minute = 0;
    const row = (state: string, sha: string, more: object = {}) =>
      portal.knex('operations').insert({
        ...{ id: `traced-${(minute += 1)}`, kind: 'release', entity_ref: app.entityRef },
        ...{ landing_zone: portal.zone.name, requested_by: by, state, cancel_requested: false },
        input: JSON.stringify({ app, source: { ...portal.source, commit: sha } }),
        ...{ created_at: at(minute), updated_at: at(minute), started_at: at(minute) },
        ...(state !== 'running' && { ended_at: at(minute) }),
        ...more,
      });
    const outputs = (letter: string) => ({ outputs: JSON.stringify({ image: digest(letter) }) });
    const error = (message: string) => ({ error: JSON.stringify({ name: 'Error', message }) });
    // Of an application that had the name before.
    await row('failed', 'e'.repeat(40), error('Long ago.'));
    await row('succeeded', one, { kind: 'retire', input: '{}' });
    await row('succeeded', one, { ...outputs('a'), kind: 'make' });
    await row('failed', two, error('It crashes.'));
    await row('succeeded', one, { ...outputs('a'), requested_by: 'plugin:private-ai' });
    await row('failed', three, error('It does not build.'));
    await row('cancelled', three);
    await row('cancelled', three, { started_at: null });
    portal.world.objects = [
      ...objects,
      replicaSet(3, digest('a'), { commit: one, available: 1 }),
      replicaSet(2, digest('b'), { commit: two, at: '2026-11-20T00:04:00Z' }),
      // Of which the database does not know.
      replicaSet(1, digest('f'), { commit: sideCommit }),
    ];
    const { items } = await list();
    expect(items).toEqual([
      { commit: three, releasedAt: at(7), state: 'cancelled', by },
      { commit: three, releasedAt: at(6), state: 'failed', by, error: 'It does not build.' },
      {
        ...{ image: digest('a'), commit: one, releasedAt: at(5), state: 'running' },
        by: 'plugin:private-ai',
      },
      {
        ...{ image: digest('b'), commit: two, releasedAt: at(4), state: 'failed' },
        ...{ by, error: 'It crashes.' },
      },
      {
        ...{ image: digest('f'), commit: sideCommit, state: 'former' },
        releasedAt: '2026-11-01T00:00:00Z',
      },
    ]);
    // What is started again and again looks for a moment as if it had come up.
    await row('failed', three, error('It ends again and again.'));
    portal.world.objects = [
      ...objects,
      replicaSet(2, digest('a'), { commit: one, available: 1 }),
      replicaSet(3, digest('d'), { commit: three, available: 1, at: '2026-11-20T00:09:00Z' }),
    ];
    const now = (await list()).items;
    expect(now[0]).toMatchObject({ image: digest('d'), state: 'failed' });
    expect(now.filter(({ state }) => state === 'running')).toMatchObject([{ commit: one }]);
    // Whether what came up runs nobody can say then, and of what came before it that it ran.
    portal.world.unreachable = true;
    const unseen = await list();
    expect(unseen.items.map(({ state, releasedAt }) => [state, releasedAt])).toEqual([
      ['failed', at(9)],
      ['cancelled', at(7)],
      ['failed', at(6)],
      ['unseen', at(5)],
      ['failed', at(4)],
      ['former', at(3)],
    ]);
    expect(unseen.outages).toMatchObject([{ system: 'cluster' }]);
    portal.world.unreachable = false;
  });

  it('takes a try that came to no image for none of what was there before it, nor of what says no commit', () => {
    const [image, by] = [digest('a'), 'user:default/ana'];
    const failed = {
      ...{ kind: 'release', state: 'failed', requestedBy: by, input: { source: { commit } } },
      ...{ createdAt: at(5), startedAt: at(5), endedAt: at(6), updatedAt: at(6) },
      error: { name: 'Error', message: 'It does not build.' },
    } as unknown as Operation;
    const told = { commit, by, releasedAt: at(6), state: 'failed', error: 'It does not build.' };
    const held = (releasedAt: string, more: object = { commit }): HeldRelease => ({
      ...{ image, releasedAt, state: 'former' },
      ...more,
    });
    const before = held('2026-11-20T00:04:59Z');
    expect(historyOf([before], [failed])).toEqual([told, before]);
    const unmarked = held('2026-11-20T00:05:30Z', {});
    expect(historyOf([unmarked], [failed])).toEqual([told, unmarked]);
    expect(historyOf([held('2026-11-20T00:05:00Z')], [failed])).toEqual([{ ...told, image }]);
  });
});
