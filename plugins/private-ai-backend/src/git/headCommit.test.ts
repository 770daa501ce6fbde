import { integrationsOf } from '../testing/answeringHost';
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
      'The git host localhost:1 was not reached',
    );
  });
});
