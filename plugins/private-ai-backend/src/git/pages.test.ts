import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import { integrationsOf } from '../testing/answeringHost';
import { pagesOf, repositoryPage } from './pages';
import { parseRepoUrl } from './repoUrl';

const [one, two] = ['1'.repeat(40), '2'.repeat(40)];

it.each<[GitHostType, string, string, string]>([
  [
    'github',
    'github.com?owner=ai&repo=weather',
    `https://github.com/ai/weather/commit/${two}`,
    `https://github.com/ai/weather/compare/${one}...${two}`,
  ],
  [
    'gitlab',
    'gitlab.com?owner=ai%2Fteam&repo=weather',
    `https://gitlab.com/ai/team/weather/-/commit/${two}`,
    `https://gitlab.com/ai/team/weather/-/compare/${one}...${two}`,
  ],
  [
    'azure',
    'dev.azure.com?organization=contoso&project=AI+apps&repo=weather',
    `https://dev.azure.com/contoso/AI%20apps/_git/weather/commit/${two}`,
    `https://dev.azure.com/contoso/AI%20apps/_git/weather/branchCompare?baseVersion=GC${one}&targetVersion=GC${two}&_a=files`,
  ],
  [
    'gitea',
    'git.example?owner=ai&repo=weather',
    `https://git.example/git/ai/weather/commit/${two}`,
    `https://git.example/git/ai/weather/compare/${one}...${two}`,
  ],
])(
  'has a page of a commit, and of what it changed since another (%s)',
  (type, repoUrl, page, difference) => {
    const integrations = integrationsOf({
      gitea: [
        { host: 'git.example', baseUrl: 'https://git.example/git', username: 'u', password: 'p' },
      ],
    });
    const repository = parseRepoUrl(repoUrl);
    expect(page).toMatch(repositoryPage(repository, type, integrations));
    const of = (running?: string) => pagesOf(repository, type, two, { running, integrations });
    expect(of(one)).toEqual({ page, difference });
    expect([of(two), of()]).toEqual([{ page }, { page }]);
  },
);
