import { integrationsOf, startAnsweringHost } from '../testing/answeringHost';
import { startGitHost } from '../testing/gitHost';
import { askingOf } from './asking';
import { hostOf } from './hosts';
import { parseRepoUrl } from './repoUrl';
import { standingRepository } from './standing';

const commit = 'c'.repeat(40);
const entityRef = 'component:default/weather';
const owner = 'group:default/app-team';
const describing = (name: string, by: string) =>
  `kind: Component\nmetadata: { name: ${name} }\nspec: { owner: ${by} }\n`;

describe('a repository that stands where a new application’s would be made', () => {
  let git: Awaited<ReturnType<typeof startGitHost>>;
  afterEach(() => git.stop());

  async function standing(description: string | undefined, repo = 'weather') {
    git = await startGitHost(
      commit,
      description ? { 'catalog-info.yaml': description } : { a: '' },
    );
    const repoUrl = git.source.repoUrl.replace(/weather$/, repo);
    const { reader, integrations } = git;
    const { signal } = new AbortController();
    const deps = { reader, integrations, signal };
    return standingRepository({ repoUrl, type: 'gitea', entityRef, owner }, deps);
  }

  it('is none where nothing stands', async () => {
    await expect(standing(undefined, 'other')).resolves.toBeUndefined();
  });

  it('is taken with its newest commit where it describes the application and its owner', async () => {
    const found = await standing(describing('weather', 'app-team'));
    const host = git.source.repoUrl.split('?')[0];
    expect(found).toEqual({
      commit,
      catalogInfoUrl: `http://${host}/apps/weather/src/branch/main/catalog-info.yaml`,
    });
  });

  it.each([
    ['describes another', describing('rain', 'app-team'), /does not describe .*weather: choose/],
    ['describes nothing', undefined, /does not describe .*weather: choose/],
    [
      'names another owner',
      describing('weather', 'others'),
      /names group:default\/others as owner/,
    ],
  ])('is refused where it %s', async (_, description, sentence) => {
    const refused = standing(description);
    await expect(refused).rejects.toMatchObject({ name: 'ConflictError' });
    await expect(refused).rejects.toThrow(sentence);
  });
});

describe('an archived repository', () => {
  it('is refused: nobody could change what would be made of it', async () => {
    const git = await startAnsweringHost({
      '/api/v1/repos/apps/weather': { empty: false, default_branch: 'main', archived: true },
    });
    const one = { host: git.host, baseUrl: `http://${git.host}`, username: 'u', password: 'p' };
    const { signal } = new AbortController();
    const deps = { reader: {} as never, integrations: integrationsOf({ gitea: [one] }), signal };
    const repoUrl = `${git.host}?owner=apps&repo=weather`;
    await expect(
      standingRepository({ repoUrl, type: 'gitea', entityRef, owner }, deps),
    ).rejects.toThrow(/is there already, and archived: .* unarchive it .* or choose another name/);
    await git.stop();
  });
});

describe('an empty repository', () => {
  it('is refused: a try that broke off has left it', async () => {
    const git = await startAnsweringHost({
      '/api/v1/repos/apps/weather': { empty: true, default_branch: 'main' },
    });
    const one = { host: git.host, baseUrl: `http://${git.host}`, username: 'u', password: 'p' };
    const { signal } = new AbortController();
    const deps = { reader: {} as never, integrations: integrationsOf({ gitea: [one] }), signal };
    const repoUrl = `${git.host}?owner=apps&repo=weather`;
    await expect(
      standingRepository({ repoUrl, type: 'gitea', entityRef, owner }, deps),
    ).rejects.toThrow(/is there already, and empty: .* Delete it, or choose another name\./);
    await git.stop();
  });
});

describe('a look at a repository', () => {
  const weather = 'owner=ai&repo=weather';

  it.each([
    ['github', '/api/v3/repos/ai/weather', '/api/v3'],
    ['gitlab', '/api/v4/projects/ai%2Fweather', '/api/v4'],
  ] as const)('of %s asks its own API', async (type, path, api) => {
    const git = await startAnsweringHost({
      [path]: { default_branch: 'trunk', archived: false },
      [`${path}-old`]: { default_branch: 'trunk', archived: true },
    });
    const base = `http://${git.host}`;
    const one = { host: git.host, baseUrl: base, apiBaseUrl: `${base}${api}`, token: 'hush' };
    const asking = askingOf('It', type, { integrations: integrationsOf({ [type]: [one] }) });
    const of = (query: string) => hostOf(type).look(parseRepoUrl(`${git.host}?${query}`), asking);
    await expect(of(weather)).resolves.toEqual({ defaultBranch: 'trunk', archived: false });
    await expect(of(`${weather}-old`)).resolves.toEqual({ defaultBranch: 'trunk', archived: true });
    await expect(of(weather.replace('weather', 'none'))).resolves.toBeUndefined();
    await git.stop();
  });

  it('of Azure DevOps is told a reference, of an empty repository none, and of a disabled one in the list', async () => {
    const urls: string[] = [];
    const of = (answer: object | undefined, listed: object[] = []) =>
      hostOf('azure').look(
        parseRepoUrl('dev.azure.com?organization=contoso&project=AI+apps&repo=a'),
        {
          // Without a token of its own the library looks for one all over this machine.
          integrations: integrationsOf({
            azure: [{ host: 'dev.azure.com', credentials: [{ personalAccessToken: 'token' }] }],
          }),
          ask: () => Promise.reject(new Error('nothing is asked that has to be there')),
          change: () => Promise.reject(new Error('nothing is changed')),
          find: async url => {
            urls.push(url);
            if (url.includes('/repositories?')) return Response.json({ value: listed });
            return answer && Response.json(answer);
          },
        },
      );
    const there = (defaultBranch: string) => ({ defaultBranch, archived: false });
    await expect(of({ defaultBranch: 'refs/heads/trunk' })).resolves.toEqual(there('trunk'));
    await expect(of({ name: 'a' })).resolves.toEqual(there('main'));
    await expect(of(undefined, [{ name: 'b', isDisabled: true }])).resolves.toBeUndefined();
    await expect(of(undefined, [{ name: 'A', isDisabled: true }])).resolves.toEqual({
      ...there('main'),
      archived: true,
    });
    expect(urls[0]).toBe(
      'https://dev.azure.com/contoso/AI%20apps/_apis/git/repositories/a?api-version=6.0',
    );
  });
});
