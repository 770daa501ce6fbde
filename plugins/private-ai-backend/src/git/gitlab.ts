import { getGitLabRequestOptions, type ScmIntegrations } from '@backstage/integration';
import { headerOf, PUBLISHED_BRANCH, type GitHost } from './host';
import { requireIntegration } from './integration';
import type { Repository } from './repoUrl';
import { told } from './told';

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
  filePath: ({ owner, name }, branch, file) => `${owner}/${name}/-/blob/${branch}/${file}`,

  // An empty one has none yet.
  async look(repository, { integrations, find }) {
    const { project, options } = apiOf(repository, integrations);
    const found = await (await find(project, options))?.json();
    return (
      found && {
        defaultBranch: found.default_branch ?? PUBLISHED_BRANCH,
        archived: found.archived === true,
      }
    );
  },
  archiving: {
    needs: 'the role Owner of the project, with the scope api',
    async archive(repository, { integrations, change }) {
      const { project, options } = apiOf(repository, integrations);
      await change(`${project}/archive`, { method: 'POST', ...options });
    },
  },

  async headCommit(repository, { integrations, ask }) {
    const { api, options } = apiOf(repository, integrations);
    const commits = await (await ask(`${api}/commits?per_page=1`, options)).json();
    return commits[0]?.id;
  },

  // Of a commit that it does not know it says 400, of two without a common one 404.
  async contains(repository, { head, commit }, { integrations, find }) {
    const { api, options } = apiOf(repository, integrations);
    const refs = new URLSearchParams([head, commit].map(one => ['refs[]', one]));
    const answer = await find(`${api}/merge_base?${refs}`, { ...options, absent: [400, 404] });
    return (await answer?.json())?.id === commit;
  },

  async commit(repository, hash, { integrations, find }) {
    const { api, options } = apiOf(repository, integrations);
    const { title, author_name: author } = await told(
      await find(`${api}/commits/${hash}?stats=false`, options),
    );
    return { message: title, author };
  },
  path: pathOf,
  commitPath: (repository, hash) => `${pathOf(repository)}/-/commit/${hash}`,
  differencePath: (repository, { from, to }) => `${pathOf(repository)}/-/compare/${from}...${to}`,

  // docs.gitlab.com/ci/secrets/id_token_authentication
  pipeline: ({ host, owner, name }) => ({
    issuer: `https://${host}`,
    subject: `project_path:${owner}/${name}:ref_type:branch:ref:${PUBLISHED_BRANCH}`,
  }),

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

/** Groups lie in groups. */
function pathOf({ owner, name }: Repository): string {
  return [...owner.split('/'), name].map(encodeURIComponent).join('/');
}

function apiOf({ host, owner, name }: Repository, integrations: ScmIntegrations) {
  const config = requireIntegration(integrations.gitlab.byHost(host)?.config, 'gitlab', host);
  const project = `${config.apiBaseUrl}/projects/${encodeURIComponent(`${owner}/${name}`)}`;
  return {
    project,
    api: `${project}/repository`,
    options: getGitLabRequestOptions(config),
  };
}
