import { repositoryOf } from './repository';

describe('the repository', () => {
  it('is written as the publish steps read it', () => {
    const contoso = { owner: 'contoso', visibility: 'internal' } as const;
    expect(repositoryOf('rain', { ...contoso, type: 'github', host: 'github.com' })).toEqual({
      type: 'github',
      repoUrl: 'github.com?owner=contoso&repo=rain',
      visibility: 'internal',
    });
    const project = {
      ...contoso,
      type: 'azure',
      host: 'dev.azure.com',
      owner: 'contoso/apps',
    } as const;
    expect(repositoryOf('rain', project).repoUrl).toBe(
      'dev.azure.com?organization=contoso&project=apps&repo=rain',
    );
  });
});
