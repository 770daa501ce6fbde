import type { Entity } from '@backstage/catalog-model';
import type { AppOverview, MyApps } from '@private-ai/plugin-private-ai-common';
import { COMMIT } from '../kubernetes/commitMark';
import { startGitHost } from '../testing/gitHost';
import { inventory, entity, inCluster, made, owner, service, type World } from './worldForTest';
import { mostOfMine } from './mine';

const commit = 'c'.repeat(40);
const owned = (one: Entity, by: string): Entity => ({
  ...one,
  relations: [{ type: 'ownedBy', targetRef: by }],
});

describe('my apps', () => {
  let git: Awaited<ReturnType<typeof startGitHost>>;
  let where: Record<string, string>;
  let world: World;
  beforeAll(async () => {
    git = await startGitHost(commit, { 'README.md': 'Hello.' });
    const host = git.source.repoUrl.split('?')[0];
    const at = `url:http://${host}/apps/weather/src/branch/main/`;
    where = {
      'backstage.io/source-location': at,
      'backstage.io/managed-by-location': `${at}catalog-info.yaml`,
    };
    const { integrations } = git;
    world = {
      claims: ['user:default/ana', 'group:default/team'],
      integrations,
      git: { type: 'gitea', host, owner: 'apps', visibility: 'private' },
      cluster: running(),
    };
  });
  afterAll(() => git?.stop());

  function running(status?: object) {
    const [namespace, deployment, ...others] = inCluster();
    const template = { metadata: { annotations: { [COMMIT]: commit } } };
    const spec = { ...deployment.spec, template };
    return [namespace, { ...deployment, spec, ...(status && { status }) }, ...others];
  }

  async function mine(entities: Entity[], change: Partial<World> = {}) {
    const room = await inventory(entities, { ...world, ...change });
    const { body } = await room.ask<MyApps>('/my/apps');
    const page = async () => (await room.ask<AppOverview>('/apps/component/default/weather')).body;
    return { body, page, close: room.close };
  }
  const weather = () => entity({ ...made, ...where });

  it('are those of one’s own teams, as their own pages say they are, with the commit that runs', async () => {
    const theirs = owned(entity(service, 'theirs'), 'group:default/others');
    const { body, page, close } = await mine([theirs, weather()]);
    expect(body).toEqual({
      apps: [
        {
          entityRef: owner,
          owner: 'group:default/team',
          landingZone: 'Korea Central',
          status: (await page()).status,
          running: {
            commit,
            page: `http://${world.git!.host}/apps/weather/commit/${commit}`,
            ...{ subject: 'Change c.', author: 'Ana' },
          },
          may: { release: true, chat: true },
        },
      ],
      ...{ outages: [], problems: [] },
    });
    close();
  });

  it('are told without a commit while none is sure to run, and without its words while the git host is away', async () => {
    const coming = { observedGeneration: 1, replicas: 2, updatedReplicas: 1, availableReplicas: 1 };
    const { body, close } = await mine([weather()], { cluster: running(coming) });
    expect(body.apps[0].running).toBeUndefined();
    close();
    git.away(1);
    const away = await mine([weather()]);
    expect(away.body.apps[0].running).toEqual({
      ...{ commit, page: expect.stringContaining(commit) },
    });
    expect(away.body.problems).toEqual([expect.stringMatching(/^The git host .* has no answer/)]);
    away.close();
  });

  it('are those that one may read, with what one may do', async () => {
    const other = owned(entity({ ...service, ...where }, 'other'), 'user:default/ana');
    const { body, close } = await mine([weather(), other], {
      allowed: about => about !== owner,
    });
    expect(body.apps.map(({ entityRef }) => entityRef)).toEqual(['component:default/other']);
    close();
    const none = await mine([weather()], { claims: undefined });
    expect(none.body).toEqual({ apps: [], outages: [], problems: [] });
    none.close();
  });

  it('are out of sight, once said for all of them, where the cluster is away', async () => {
    const other = entity({ ...service, ...where }, 'other');
    const { body, close } = await mine([weather(), other], { cluster: new Error('It is away.') });
    expect(body.apps.map(({ status }) => status.state)).toEqual(['unreachable', 'unreachable']);
    expect(body.outages).toMatchObject([{ system: 'cluster', detail: 'It is away.' }]);
    close();
  });

  it('are so many at most, and say how many more there are', async () => {
    const many = Array.from({ length: mostOfMine + 2 }, (_, index) =>
      entity(service, `app-${index}`),
    );
    const { body, close } = await mine(many);
    expect(body.apps).toHaveLength(mostOfMine);
    expect(body.more).toBe(2);
    close();
  });
});
