import { repositoryOf } from './repository';

describe('the repository', () => {
  it('is written as the publish steps read it', () => {
    expect(
      repositoryOf('rain', {
        type: 'github',
        host: 'github.com',
        owner: 'contoso',
        visibility: 'private',
      }),
    ).toEqual({
      type: 'github',
      visibility: 'private',
      repoUrl: 'github.com?owner=contoso&repo=rain',
    });
    expect(
      repositoryOf('rain', {
        type: 'azure',
        host: 'dev.azure.com',
        owner: 'contoso/apps',
        visibility: 'private',
      }).repoUrl,
    ).toBe('dev.azure.com?organization=contoso&project=apps&repo=rain');
  });
});
