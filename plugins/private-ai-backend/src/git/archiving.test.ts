import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import { integrationsOf, startAnsweringHost } from '../testing/answeringHost';
import { archiveRepository, repositoryStands } from './archiving';
import { hostOf } from './hosts';
import { parseRepoUrl } from './repoUrl';

type Answers = Parameters<typeof startAnsweringHost>[0];

describe('archiving a repository', () => {
  let stop: () => Promise<unknown>;
  afterEach(() => stop());

  async function host(type: GitHostType, api: string, answers: Answers) {
    const git = await startAnsweringHost(answers);
    stop = git.stop;
    const base = `http://${git.host}`;
    const signIn = { token: 'hush', username: 'u', password: 'p' };
    const one = { host: git.host, baseUrl: base, apiBaseUrl: `${base}${api}`, ...signIn };
    const named = { repoUrl: `${git.host}?owner=apps&repo=weather`, type };
    const deps = { integrations: integrationsOf({ [type]: [one] }) };
    return { git, archive: () => archiveRepository(named, deps), deps, named };
  }

  const hosts = [
    ['github', '/api/v3', '/api/v3/repos/apps/weather', 'PATCH', ''],
    ['gitlab', '/api/v4', '/api/v4/projects/apps%2Fweather', 'POST', '/archive'],
    ['gitea', '', '/api/v1/repos/apps/weather', 'PATCH', ''],
  ] as const;

  it.each(hosts)('of %s changes that and nothing else', async (type, api, path, method, below) => {
    const there = { default_branch: 'main', archived: false };
    const change = `${method} ${path}${below}`;
    const { git, archive } = await host(type, api, { [path]: there, [change]: {} });
    await expect(archive()).resolves.toBeUndefined();
    const changes = git.asked.filter(one => one.method);
    expect(changes).toEqual([
      {
        ...{ method, url: `${path}${below}`, token: expect.stringMatching(/.+/) },
        body: type === 'gitlab' ? '' : '{"archived":true}',
      },
    ]);
  });

  it.each(hosts)('of %s is done where it is archived already', async (type, api, path) => {
    const { git, archive } = await host(type, api, {
      [path]: { default_branch: 'main', archived: true },
    });
    await expect(archive()).resolves.toBeUndefined();
    expect(git.asked.map(({ url, method }) => [url, method])).toEqual([[path, undefined]]);
  });

  it.each(hosts)(
    'of %s that the host does not let the portal do says which, and what to do',
    async (type, api, path, method, below) => {
      const there = { default_branch: 'main', archived: false };
      const answers: Answers = { [path]: there, [`${method} ${path}${below}`]: 403 };
      const { git, named, archive } = await host(type, api, answers);
      const refused = (status: number) =>
        `The git host ${git.host} did not let the portal archive the repository ${named.repoUrl} (${status}): archive it there`;
      await expect(archive()).resolves.toBe(
        `${refused(403)}, or have the platform team give integrations.${type} ${hostOf(type).archiving.needs}.`,
      );
      // A repository that cannot be archived is no matter of rights.
      answers[`${method} ${path}${below}`] = 422;
      await expect(archive()).resolves.toBe(`${refused(422)}, where its page says what keeps it.`);
    },
  );

  it('is tried again later where the host has no answer, and is no matter where nothing is there', async () => {
    const path = '/api/v1/repos/apps/weather';
    const there = { default_branch: 'main', archived: false };
    const away = await host('gitea', '', { [path]: there, [`PATCH ${path}`]: 503 });
    await expect(away.archive()).rejects.toMatchObject({
      ...{ name: 'ServiceUnavailableError', transient: true, status: 503 },
    });
    await away.git.stop();
    const none = await host('gitea', '', {});
    await expect(none.archive()).resolves.toMatch('not at the git host any more');
    await expect(repositoryStands(none.named, none.deps)).resolves.toBe('absent');
  });

  it('is disabling on Azure DevOps, by the id that the repository has there', async () => {
    stop = async () => undefined;
    const changes: object[] = [];
    await hostOf('azure').archiving.archive(
      parseRepoUrl('dev.azure.com?organization=contoso&project=AI+apps&repo=weather'),
      {
        integrations: integrationsOf({
          azure: [{ host: 'dev.azure.com', credentials: [{ personalAccessToken: 'token' }] }],
        }),
        ask: () => Promise.reject(new Error('nothing is asked that has to be there')),
        find: async () => Response.json({ id: '5febef5a', name: 'weather' }),
        change: async (url, { method, body }) => void changes.push({ url, method, body }),
      },
    );
    expect(changes).toEqual([
      {
        url: 'https://dev.azure.com/contoso/AI%20apps/_apis/git/repositories/5febef5a?api-version=7.0',
        method: 'PATCH',
        body: { isDisabled: true },
      },
    ]);
  });
});
