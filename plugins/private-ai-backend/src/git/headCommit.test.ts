import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { headCommit } from './headCommit';

const commit = 'c'.repeat(40);

/** A git host over real HTTP that answers some paths and notes how it was asked. */
async function startHost(answers: Record<string, string | object>) {
  const asked: { url: string; token?: string }[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    asked.push({ url, token: headers.authorization ?? (headers['private-token'] as string) });
    const answer = answers[url];
    if (answer === undefined) response.statusCode = 404;
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return { host, asked, stop: () => new Promise(done => server.close(done)) };
}

const integrations = (config: object) =>
  ScmIntegrations.fromConfig(new ConfigReader({ integrations: config as never }));

describe('the newest commit', () => {
  it('is asked of GitHub', async () => {
    const git = await startHost({ '/repos/contoso/weather/commits/HEAD': commit });
    const github = [{ host: git.host, apiBaseUrl: `http://${git.host}`, token: 'hush' }];
    const repoUrl = `${git.host}?owner=contoso&repo=weather`;
    const deps = { integrations: integrations({ github }) };
    await expect(headCommit(repoUrl, 'github', deps)).resolves.toBe(commit);
    expect(git.asked).toEqual([
      { url: '/repos/contoso/weather/commits/HEAD', token: 'Bearer hush' },
    ]);
    await git.stop();
  });

  it('is asked of GitLab', async () => {
    const path = '/api/v4/projects/ai%2Fteam%2Fweather/repository/commits?per_page=1';
    const git = await startHost({ [path]: [{ id: commit }] });
    const base = `http://${git.host}`;
    const one = { host: git.host, baseUrl: base, apiBaseUrl: `${base}/api/v4`, token: 'hush' };
    const deps = { integrations: integrations({ gitlab: [one] }) };
    const repoUrl = `${git.host}?owner=ai%2Fteam&repo=weather`;
    await expect(headCommit(repoUrl, 'gitlab', deps)).resolves.toBe(commit);
    expect(git.asked).toEqual([{ url: path, token: 'Bearer hush' }]);
    await git.stop();
  });

  it('is asked of Gitea, by the branch that is its default', async () => {
    const api = '/api/v1/repos/apps/weather';
    const git = await startHost({
      [api]: { empty: false, default_branch: 'trunk' },
      [`${api}/git/commits/trunk`]: { sha: commit },
      '/api/v1/repos/apps/new': { empty: true, default_branch: 'main' },
    });
    const one = { host: git.host, baseUrl: `http://${git.host}`, username: 'u', password: 'p' };
    const deps = { integrations: integrations({ gitea: [one] }) };
    const ask = (repo: string) => headCommit(`${git.host}?owner=apps&repo=${repo}`, 'gitea', deps);
    await expect(ask('weather')).resolves.toBe(commit);
    await expect(ask('new')).rejects.toThrow(/repo=new has no commit yet/);
    await expect(ask('none')).rejects.toThrow(/repo=none could not be asked \(404\): check that/);
    await git.stop();
  });

  it('says what is missing, and who was not reached', async () => {
    const none = { integrations: integrations({}) };
    await expect(headCommit('git.example?owner=a&repo=b', 'gitea', none)).rejects.toThrow(
      'The portal has no integrations.gitea for git.example',
    );
    const one = { host: 'localhost:1', baseUrl: 'http://localhost:1' };
    const deps = { integrations: integrations({ gitea: [one] }) };
    await expect(headCommit('localhost:1?owner=a&repo=b', 'gitea', deps)).rejects.toThrow(
      'The git host localhost:1 was not reached',
    );
  });
});
