import { comingFrom, integrationsOf } from '../testing/answeringHost';
import { azureDevOps } from './azureDevOps';
import { parseRepoUrl } from './repoUrl';
import { repositoryOf } from './repository';
import { requireOwnSource } from './source';
import { sourceRepository } from './sourceLocation';

const git = { type: 'azure', host: 'dev.azure.com' } as const;

describe('Azure DevOps', () => {
  it.each([
    [
      'https://dev.azure.com/contoso/AI%20apps/_git/weather?path=/',
      'dev.azure.com?organization=contoso&project=AI+apps&repo=weather',
    ],
    [
      'https://dev.azure.com/contoso/_git/weather',
      'dev.azure.com?organization=contoso&project=weather&repo=weather',
    ],
  ])('has a repository at %s', (target, repoUrl) => {
    const found = sourceRepository(comingFrom(target), git, integrationsOf({}));
    expect(found.repoUrl).toBe(repoUrl);
  });

  it('gets a new repository in the form that its publish step reads', () => {
    const target = { ...git, owner: 'contoso/apps', visibility: 'private' } as const;
    expect(repositoryOf('rain', target).repoUrl).toBe(
      'dev.azure.com?organization=contoso&project=apps&repo=rain',
    );
  });

  it('has its tree at an address, without the commit', () => {
    const repository = parseRepoUrl('dev.azure.com?organization=contoso&project=AI+apps&repo=a');
    expect(azureDevOps.treePath(repository, 'c'.repeat(40))).toBe('contoso/AI%20apps/_git/a');
  });

  it('says which commit two have in common: the older one, where that is in the history of the other', async () => {
    const [head, commit, side] = ['a', 'c', 'b'].map(letter => letter.repeat(40));
    const repository = parseRepoUrl('dev.azure.com?organization=contoso&project=AI+apps&repo=a');
    const urls: string[] = [];
    const has = (commit: string, answer: object | undefined) =>
      azureDevOps.contains(
        repository,
        { head, commit },
        {
          // Without a token of its own the library looks for one all over this machine.
          integrations: integrationsOf({
            azure: [{ host: 'dev.azure.com', credentials: [{ personalAccessToken: 'token' }] }],
          }),
          ask: () => Promise.reject(new Error('nothing is asked that has to be there')),
          change: () => Promise.reject(new Error('nothing is changed')),
          find: async url => {
            urls.push(url);
            return answer && new Response(JSON.stringify(answer));
          },
        },
      );
    await expect(has(commit, { commonCommit: commit })).resolves.toBe(true);
    await expect(has(side, { commonCommit: head })).resolves.toBe(false);
    await expect(has(side, {})).resolves.toBe(false);
    await expect(has(side, undefined)).resolves.toBe(false);
    const { origin, pathname, searchParams } = new URL(urls[0]);
    expect(origin + pathname).toBe(
      'https://dev.azure.com/contoso/AI%20apps/_apis/git/repositories/a/diffs/commits',
    );
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ baseVersion: head, baseVersionType: 'commit' },
      ...{ targetVersion: commit, targetVersionType: 'commit' },
      'api-version': expect.stringMatching(/^\d/),
    });
  });

  it('is source of a landing zone by organisation and project', () => {
    const from = (project: string) => () =>
      requireOwnSource(parseRepoUrl(`git.example?organization=o&project=${project}&repo=a`), {
        title: 'Korea',
        git: { type: 'azure', host: 'git.example', owner: 'o/p', visibility: 'private' },
      });
    expect(from('p')).not.toThrow();
    expect(from('other')).toThrow(
      'takes source from git.example/o/p, not from git.example/o/other',
    );
  });
});
