import { comingFrom, contains, integrationsOf, startAnsweringHost } from '../testing/answeringHost';
import { gitea } from './gitea';
import { headCommit } from './headCommit';
import { parseRepoUrl } from './repoUrl';
import { sourceRepository } from './sourceLocation';

const commit = 'c'.repeat(40);

describe('Gitea', () => {
  it('is asked for the newest commit, by the branch that is its default', async () => {
    const api = '/api/v1/repos/apps/weather';
    const git = await startAnsweringHost({
      [api]: { empty: false, default_branch: 'trunk' },
      [`${api}/branches/trunk`]: { name: 'trunk', commit: { id: commit } },
      '/api/v1/repos/apps/new': { empty: true, default_branch: 'main' },
    });
    const one = { host: git.host, baseUrl: `http://${git.host}`, username: 'u', password: 'p' };
    const deps = { integrations: integrationsOf({ gitea: [one] }) };
    const ask = (repo: string) =>
      headCommit(parseRepoUrl(`${git.host}?owner=apps&repo=${repo}`), 'gitea', deps);
    await expect(ask('weather')).resolves.toBe(commit);
    await expect(ask('new')).rejects.toThrow(/repo=new has no commit yet/);
    await expect(ask('none')).rejects.toThrow(/repo=none could not be asked \(404\): check that/);
    await git.stop();
  });

  it('says what one history has beyond another', async () => {
    const [head, side] = ['a'.repeat(40), 'b'.repeat(40)];
    const of = (sha: string) =>
      `/api/v1/repos/apps/weather/commits?sha=${sha}&not=${head}&limit=1&stat=false&verification=false&files=false`;
    const git = await startAnsweringHost({ [of(commit)]: [], [of(side)]: [{ sha: side }] });
    const one = { host: git.host, baseUrl: `http://${git.host}`, username: 'u', password: 'p' };
    const has = contains(gitea, `${git.host}?owner=apps&repo=weather`, { gitea: [one] }, head);
    await expect(has(commit)).resolves.toBe(true);
    await expect(has(side)).resolves.toBe(false);
    await expect(has('d'.repeat(40))).resolves.toBe(false);
    expect(git.asked[0].token).toMatch(/^basic /i);
    await git.stop();
  });

  it('has a repository where GitHub has it, and a commit elsewhere', () => {
    const target = 'https://git.example:3000/apps/weather/src/branch/main/';
    const git = { type: 'gitea', host: 'git.example:3000' } as const;
    const found = sourceRepository(comingFrom(target), git, integrationsOf({}));
    expect(found.repoUrl).toBe('git.example:3000?owner=apps&repo=weather');
    expect(gitea.treePath(found, commit)).toBe(`apps/weather/src/commit/${commit}`);
  });
});
