import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { integrationsOf, startAnsweringHost } from '../testing/answeringHost';
import { headCommit } from './headCommit';
import { parseRepoUrl } from './repoUrl';

describe('the newest commit', () => {
  it('says what is missing, and who was not reached', async () => {
    const none = { integrations: integrationsOf({}) };
    const repository = parseRepoUrl('git.example?owner=a&repo=b');
    for (const type of ['github', 'gitlab', 'gitea'] as const)
      await expect(headCommit(repository, type, none)).rejects.toThrow(
        `The portal has no integrations.${type} for git.example`,
      );
    const one = { host: 'localhost:1', baseUrl: 'http://localhost:1' };
    const deps = { integrations: integrationsOf({ gitea: [one] }) };
    const local = parseRepoUrl('localhost:1?owner=a&repo=b');
    await expect(headCommit(local, 'gitea', deps)).rejects.toThrow(
      /^The git host localhost:1 was not reached \([^)]+\)\. Try again; [^;]*\.$/,
    );
  });

  it('is asked of the host alone that the sign-in is for', async () => {
    const elsewhere = await startAnsweringHost({});
    const moved = createServer((_, response) =>
      response.writeHead(301, { location: `http://${elsewhere.host}/` }).end(),
    ).listen(0, '127.0.0.1');
    await once(moved, 'listening');
    const host = `localhost:${(moved.address() as AddressInfo).port}`;
    const one = { host, baseUrl: `http://${host}`, username: 'u', password: 'p' };
    const deps = { integrations: integrationsOf({ gitea: [one] }) };
    await expect(headCommit(parseRepoUrl(`${host}?owner=a&repo=b`), 'gitea', deps)).rejects.toThrow(
      'could not be asked (301)',
    );
    expect(elsewhere.asked).toEqual([]);
    moved.close();
    await elsewhere.stop();
  });
});
