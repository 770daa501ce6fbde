import { comingFrom, contains, integrationsOf, startAnsweringHost } from '../testing/answeringHost';
import { gitlab } from './gitlab';
import { headCommit } from './headCommit';
import { baseUrlOf } from './page';
import { parseRepoUrl } from './repoUrl';
import { sourceRepository } from './sourceLocation';

const commit = 'c'.repeat(40);
const git = { type: 'gitlab', host: 'gitlab.com' } as const;

describe('GitLab', () => {
  it('is asked for the newest commit', async () => {
    const path = '/api/v4/projects/ai%2Fteam%2Fweather/repository/commits?per_page=1';
    const { host, asked, stop } = await startAnsweringHost({ [path]: [{ id: commit }] });
    const base = `http://${host}`;
    const one = { host, baseUrl: base, apiBaseUrl: `${base}/api/v4`, token: 'hush' };
    const deps = { integrations: integrationsOf({ gitlab: [one] }) };
    const repository = parseRepoUrl(`${host}?owner=ai%2Fteam&repo=weather`);
    await expect(headCommit(repository, 'gitlab', deps)).resolves.toBe(commit);
    expect(asked).toEqual([{ url: path, token: 'Bearer hush' }]);
    await stop();
  });

  it('says where two commits meet: at the older one, where that is in the history of the other', async () => {
    const [head, side, unknown] = ['a', 'b', 'd'].map(letter => letter.repeat(40));
    const of = (sha: string) =>
      `/api/v4/projects/ai%2Fweather/repository/merge_base?refs%5B%5D=${head}&refs%5B%5D=${sha}`;
    const { host, asked, stop } = await startAnsweringHost({
      [of(commit)]: { id: commit },
      [of(side)]: { id: 'e'.repeat(40) },
      [of(unknown)]: 400,
    });
    const base = `http://${host}`;
    const one = { host, baseUrl: base, apiBaseUrl: `${base}/api/v4`, token: 'hush' };
    const has = contains(gitlab, `${host}?owner=ai&repo=weather`, { gitlab: [one] }, head);
    await expect(Promise.all([commit, side, unknown].map(has))).resolves.toEqual([
      ...[true, false, false],
    ]);
    expect(asked[0].token).toBe('Bearer hush');
    await stop();
  });

  it.each([
    ['https://gitlab.com/ai/team/weather/-/tree/main/', 'gitlab.com?owner=ai%2Fteam&repo=weather'],
    ['https://gitlab.com/ai/weather.git', 'gitlab.com?owner=ai&repo=weather'],
  ])('has a repository at %s', (target, repoUrl) => {
    const found = sourceRepository(comingFrom(target), git, integrationsOf({}));
    expect(found.repoUrl).toBe(repoUrl);
  });

  it('may lie below a path of its host', () => {
    const host = 'company.example';
    const baseUrl = `https://${host}/gitlab/`;
    const integrations = integrationsOf({ gitlab: [{ host, baseUrl, apiBaseUrl: 'https://x' }] });
    const at = { ...git, host };
    const target = `https://${host}/gitlab/ai/weather/-/blob/main/`;
    const found = sourceRepository(comingFrom(target), at, integrations);
    expect(found.repoUrl).toBe('company.example?owner=ai&repo=weather');
    expect(`${baseUrlOf(at, integrations)}/${gitlab.treePath(found, commit)}`).toBe(
      `https://company.example/gitlab/ai/weather/-/tree/${commit}`,
    );
  });
});
