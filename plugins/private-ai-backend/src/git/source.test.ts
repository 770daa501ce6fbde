import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import { parseRepoUrl } from './repoUrl';
import { requireOwnSource } from './source';

const from = (repoUrl: string, type: GitHostType, owner: string) => () =>
  requireOwnSource(parseRepoUrl(repoUrl), {
    title: 'Korea',
    git: { type, host: 'git.example', owner, visibility: 'private' },
  });

describe('the source that a landing zone takes', () => {
  it('is of its own host and owner, in any letter case', () => {
    expect(from('git.example?owner=Apps&repo=a', 'gitlab', 'apps')).not.toThrow();
    expect(from('git.example?owner=a/b&repo=a', 'gitlab', 'a/b')).not.toThrow();
    expect(from('evil.example?owner=apps&repo=a', 'gitlab', 'apps')).toThrow(
      'takes source from git.example/apps, not from evil.example/apps',
    );
  });

  it.each(['x@git.example', 'x:y@git.example', 'git.example/a', 'git.example/%2e%2e/a'])(
    'is named by its host alone, and not by %s',
    host => {
      expect(from(`${host}?owner=apps&repo=a`, 'gitlab', 'apps')).toThrow('is not in the form');
    },
  );

  it('is of no group below', () => {
    expect(from('git.example?owner=apps&repo=secret/a', 'gitlab', 'apps')).toThrow(
      'is not in the form',
    );
  });
});
