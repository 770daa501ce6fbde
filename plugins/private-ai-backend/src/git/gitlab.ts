import { getGitLabRequestOptions } from '@backstage/integration';
import { headerOf, type GitHost } from './host';
import { requireIntegration } from './integration';

export const gitlab: GitHost = {
  ownerOf: ({ owner }) => owner,
  query: (owner, repo) => ({ owner, repo }),
  // Groups lie in groups; what is behind the repository begins with a dash.
  repositoryAt(path) {
    const end = path.indexOf('-');
    const names = path.slice(0, end < 0 ? undefined : end);
    const repo = names.at(-1)?.replace(/\.git$/, '');
    const owner = names.slice(0, -1).join('/');
    return owner && repo ? { owner, repo } : undefined;
  },
  baseUrl: (host, integrations) => integrations.gitlab.byHost(host)?.config.baseUrl,
  treePath: ({ owner, name }, commit) => `${owner}/${name}/-/tree/${commit}`,

  async headCommit({ host, owner, name }, { integrations, ask }) {
    const config = requireIntegration(integrations.gitlab.byHost(host)?.config, 'gitlab', host);
    const project = encodeURIComponent(`${owner}/${name}`);
    const url = `${config.apiBaseUrl}/projects/${project}/repository/commits?per_page=1`;
    const commits = await (await ask(url, getGitLabRequestOptions(config))).json();
    return commits[0]?.id;
  },

  webhook: {
    proof: 'the header X-Gitlab-Token',
    header: 'x-gitlab-token',
    // It sends the secret itself.
    shown(delivery, secret) {
      const given = headerOf(delivery, 'x-gitlab-token');
      return given ? { given, expected: secret } : undefined;
    },
    eventOf: (_, body) => body.object_kind,
    push: 'push',
    read: ({ ref, before, after, project }) => ({
      ...{ ref, before, after },
      ...{ defaultBranch: project?.default_branch, page: project?.web_url },
    }),
  },
};
