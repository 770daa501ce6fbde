import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import { integrationsOf, startAnsweringHost } from '../testing/answeringHost';
import { until } from '../testing/until';
import { azureDevOps } from './azureDevOps';
import { CommitsTold } from './commitsTold';
import { parseRepoUrl } from './repoUrl';

const [one, two] = ['1'.repeat(40), '2'.repeat(40)];

describe('what a git host says of a commit', () => {
  it.each<[GitHostType, string, string, object]>([
    [
      'github',
      'owner=ai&repo=weather',
      `/repos/ai/weather/git/commits/${one}`,
      { message: 'Rain.\n\nAnd snow.', author: { name: 'Ana' } },
    ],
    [
      'gitlab',
      'owner=ai%2Fteam&repo=weather',
      `/projects/ai%2Fteam%2Fweather/repository/commits/${one}?stats=false`,
      { title: 'Rain.', author_name: 'Ana' },
    ],
    [
      'gitea',
      'owner=ai&repo=weather',
      `/api/v1/repos/ai/weather/git/commits/${one}?stat=false&verification=false&files=false`,
      { commit: { message: 'Rain.\n\nAnd snow.', author: { name: 'Ana' } } },
    ],
  ])('is its first line and who wrote it (%s), asked once', async (type, query, path, answer) => {
    const { host, asked, stop } = await startAnsweringHost({ [path]: answer });
    const base = { host, baseUrl: `http://${host}`, apiBaseUrl: `http://${host}` };
    const signedIn = { gitea: { username: 'u', password: 'p' }, gitlab: { token: 'hush' } };
    const integrations = integrationsOf({
      [type]: [{ ...base, ...(signedIn[type as 'gitea'] ?? { token: 'hush' }) }],
    });
    const repository = parseRepoUrl(`${host}?${query}`);
    const told = new CommitsTold();
    await told.learn(repository, type, [one, one, 'main'], { integrations });
    await told.learn(repository, type, [one], { integrations });
    expect(told.of(repository, one)).toEqual({ subject: 'Rain.', author: 'Ana' });
    expect(asked.map(({ url }) => url)).toEqual([path]);
    expect(asked[0].token).toBeTruthy();
    // It has no such commit, as yet.
    await told.learn(repository, type, [two], { integrations });
    expect(told.of(repository, two)).toEqual({});
    await stop();
  });

  it('is asked of Azure DevOps without what it changed', async () => {
    const repository = parseRepoUrl('dev.azure.com?organization=contoso&project=AI+apps&repo=a');
    const credentials = [{ personalAccessToken: 'token' }];
    const urls: string[] = [];
    const written = await azureDevOps.commit(repository, one, {
      // Without a token of its own the library looks for one all over this machine.
      integrations: integrationsOf({ azure: [{ host: 'dev.azure.com', credentials }] }),
      ask: () => Promise.reject(new Error('nothing is asked that has to be there')),
      change: () => Promise.reject(new Error('nothing is changed')),
      async find(url) {
        urls.push(url);
        return Response.json({ comment: 'Rain.', author: { name: 'Ana' } });
      },
    });
    expect(written).toEqual({ message: 'Rain.', author: 'Ana' });
    expect(urls).toEqual([
      `https://dev.azure.com/contoso/AI%20apps/_apis/git/repositories/a/commits/${one}?api-version=6.0&changeCount=0`,
    ]);
  });

  it('is cut, has nothing in it that turns words around, and is nothing where it is not text or too much', async () => {
    const of = (message: unknown, author: unknown = 'Ana') => ({
      message,
      author: { name: author },
    });
    const path = (letter: string) => `/repos/ai/weather/git/commits/${letter.repeat(40)}`;
    const { host, stop } = await startAnsweringHost({
      [path('a')]: of('x'.repeat(10_000), 'y'.repeat(10_000)),
      [path('b')]: of('\u202eniar\u0007', 7),
      [path('c')]: of('x'.repeat(300_000)),
      [path('d')]: 'no JSON',
    });
    const integrations = integrationsOf({
      github: [{ host, apiBaseUrl: `http://${host}`, token: 'hush' }],
    });
    const repository = parseRepoUrl(`${host}?owner=ai&repo=weather`);
    const told = new CommitsTold();
    const hashes = ['a', 'b', 'c', 'd'].map(letter => letter.repeat(40));
    await told.learn(repository, 'github', hashes, { integrations });
    expect(hashes.map(hash => told.of(repository, hash))).toEqual([
      { subject: 'x'.repeat(200), author: 'y'.repeat(100) },
      { subject: 'niar' },
      ...[{}, {}],
    ]);
    await stop();
  });

  it('keeps what it has learned where the host is away, and says that it is', async () => {
    const path = `/repos/ai/weather/git/commits/${one}`;
    const { host, stop } = await startAnsweringHost({
      [path]: { message: 'Rain.' },
      [path.replace(one, two)]: 503,
    });
    const integrations = integrationsOf({
      github: [{ host, apiBaseUrl: `http://${host}`, token: 'hush' }],
    });
    const repository = parseRepoUrl(`${host}?owner=ai&repo=weather`);
    const told = new CommitsTold();
    await expect(told.learn(repository, 'github', [one, two], { integrations })).rejects.toThrow(
      /^The git host localhost:\d+ has no answer at the moment \(503\)/,
    );
    expect(told.of(repository, one)).toEqual({ subject: 'Rain.' });
    await stop();
  });

  it('is asked of one host a few at a time, whatever another one makes of it', async () => {
    const path = (letter: string) => `/repos/ai/weather/git/commits/${letter.repeat(40)}`;
    const open: ServerResponse[] = [];
    const slow = createServer((_, response) => void open.push(response)).listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const slowHost = `localhost:${(slow.address() as AddressInfo).port}`;
    const { host, stop } = await startAnsweringHost({ [path('a')]: { message: 'Rain.' } });
    const integrations = integrationsOf({
      github: [host, slowHost].map(one => ({ host: one, apiBaseUrl: `http://${one}`, token: 'x' })),
    });
    const of = (on: string, app: string) => parseRepoUrl(`${on}?owner=ai&repo=${app}`);
    const told = new CommitsTold();
    const hashes = [...'abcdef'].map(letter => letter.repeat(40));
    const learning = ['weather', 'snow'].map(app =>
      told.learn(of(slowHost, app), 'github', hashes, { integrations }),
    );
    await told.learn(of(host, 'weather'), 'github', [hashes[0]], { integrations });
    expect(told.of(of(host, 'weather'), hashes[0])).toEqual({ subject: 'Rain.' });
    await until('a few are asked', () => open.length >= 8);
    expect(open).toHaveLength(8);
    const all = Promise.all(learning);
    for (let answered = 0; answered < 12; answered += 1)
      (await until('one more is asked', () => open.shift()))?.end('{"message":"Snow."}');
    await all;
    slow.close();
    await stop();
  });

  it('is not asked of a host that is away for a while; others are asked meanwhile', async () => {
    const path = `/repos/ai/weather/git/commits/${one}`;
    const answers = { [path]: 503 as number | object };
    const away = await startAnsweringHost(answers);
    const there = await startAnsweringHost({ [path]: { message: 'Rain.' } });
    const hosts = [away.host, there.host];
    const integrations = integrationsOf({
      github: hosts.map(host => ({ host, apiBaseUrl: `http://${host}`, token: 'x' })),
    });
    const [lost, found] = hosts.map(host => parseRepoUrl(`${host}?owner=ai&repo=weather`));
    let now = 0;
    const told = new CommitsTold(() => now);
    const learn = (repository = lost, hash = one) =>
      told.learn(repository, 'github', [hash], { integrations });
    await expect(learn()).rejects.toThrow(/has no answer at the moment \(503\)/);
    await expect(learn(lost, two)).rejects.toThrow(`The git host ${away.host} has no answer`);
    expect(away.asked).toHaveLength(1);
    await learn(found);
    expect(told.of(found, one)).toEqual({ subject: 'Rain.' });
    answers[path] = { message: 'Snow.' };
    now = 29_000;
    await expect(learn()).rejects.toThrow(/no answer/);
    now = 31_000;
    await learn();
    expect(told.of(lost, one)).toEqual({ subject: 'Snow.' });
    await Promise.all([away.stop(), there.stop()]);
  });
});
