import type { GitTarget } from '@private-ai/plugin-private-ai-common';
import { requireOwnSource } from './source';

const from = (repoUrl: string, type: GitTarget['type'], owner: string) => () =>
  requireOwnSource(
    { repoUrl },
    { title: 'Korea', git: { type, host: 'git.example', owner, visibility: 'private' } },
  );

describe('the source that a landing zone takes', () => {
  it('is of its own host and owner, in any letter case', () => {
    expect(from('git.example?owner=Apps&repo=a', 'gitlab', 'apps')).not.toThrow();
    expect(from('git.example?owner=a/b&repo=a', 'gitlab', 'a/b')).not.toThrow();
    expect(from('git.example?organization=o&project=p&repo=a', 'azure', 'o/p')).not.toThrow();
    expect(from('evil.example?owner=apps&repo=a', 'gitlab', 'apps')).toThrow(
      'takes source from git.example/apps, not from evil.example/apps',
    );
  });

  it('is of no other project, and of no group below', () => {
    expect(from('git.example?organization=o&project=other&repo=a', 'azure', 'o/p')).toThrow(
      'takes source from git.example/o/p, not from git.example/o/other',
    );
    expect(from('git.example?owner=apps&repo=secret/a', 'gitlab', 'apps')).toThrow(
      'is not in the form',
    );
  });
});
