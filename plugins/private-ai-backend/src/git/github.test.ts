import { comingFrom, contains, integrationsOf, startAnsweringHost } from '../testing/answeringHost';
import { github } from './github';
import { headCommit } from './headCommit';
import { parseRepoUrl } from './repoUrl';
import { repositoryOf } from './repository';
import { sourceRepository } from './sourceLocation';

const commit = 'c'.repeat(40);
const git = { type: 'github', host: 'github.com' } as const;
const repoUrl = 'github.com?owner=contoso&repo=weather';

describe('GitHub', () => {
  it('is asked for the newest commit', async () => {
    const host = await startAnsweringHost({ '/repos/contoso/weather/commits/HEAD': commit });
    const one = { host: host.host, apiBaseUrl: `http://${host.host}`, token: 'hush' };
    const repository = parseRepoUrl(`${host.host}?owner=contoso&repo=weather`);
    const deps = { integrations: integrationsOf({ github: [one] }) };
    await expect(headCommit(repository, 'github', deps)).resolves.toBe(commit);
    expect(host.asked).toEqual([
      { url: '/repos/contoso/weather/commits/HEAD', token: 'Bearer hush' },
    ]);
    await host.stop();
  });

  it('says how a commit lies to the head: behind it is in its history', async () => {
    const head = 'a'.repeat(40);
    const words = ['behind', 'identical', 'ahead', 'diverged'];
    const shas = words.map((_, index) => `${index}`.repeat(40));
    const of = (sha: string) => `/repos/contoso/weather/compare/${head}...${sha}?per_page=1`;
    const answers = words.map((status, index) => [of(shas[index]), { status }]);
    const { host, asked, stop } = await startAnsweringHost(Object.fromEntries(answers));
    const one = { host, apiBaseUrl: `http://${host}`, token: 'hush' };
    const has = contains(github, `${host}?owner=contoso&repo=weather`, { github: [one] }, head);
    await expect(Promise.all([...shas, commit].map(has))).resolves.toEqual([
      ...[true, true, false, false],
      // It has no such commit.
      false,
    ]);
    expect(asked[0].token).toBe('Bearer hush');
    await stop();
  });

  it.each([
    'https://github.com/contoso/weather/tree/main/',
    'https://github.com/contoso/weather.git',
  ])('has a repository at %s', target => {
    const found = sourceRepository(comingFrom(target), git, integrationsOf({}));
    expect(found.repoUrl).toBe(repoUrl);
  });

  it('gets a new repository in the form that its publish step reads', () => {
    const target = { ...git, owner: 'contoso', visibility: 'internal' } as const;
    expect(repositoryOf('rain', target)).toEqual({
      type: 'github',
      repoUrl: 'github.com?owner=contoso&repo=rain',
      visibility: 'internal',
    });
  });

  it('has the tree of a commit at an address', () => {
    const path = github.treePath(parseRepoUrl(repoUrl), commit);
    expect(path).toBe(`contoso/weather/tree/${commit}`);
  });
});
