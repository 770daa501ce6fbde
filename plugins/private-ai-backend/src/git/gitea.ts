import { getGiteaRequestOptions, type ScmIntegrations } from '@backstage/integration';
import { github } from './github';
import type { GitHost } from './host';
import { requireIntegration } from './integration';
import type { Repository } from './repoUrl';
import { told } from './told';

/** It has GitHub's addresses and signs its deliveries as GitHub does; its API is its own. */
export const gitea: GitHost = {
  ...github,
  // Its runners are given no token that another service could believe.
  pipeline: undefined,
  baseUrl: (host, integrations) => integrations.gitea.byHost(host)?.config.baseUrl,
  treePath: ({ owner, name }, commit) => `${owner}/${name}/src/commit/${commit}`,
  filePath: ({ owner, name }, branch, file) => `${owner}/${name}/src/branch/${branch}/${file}`,

  async look(repository, { integrations, find }) {
    const { api, options } = apiOf(repository, integrations);
    const found = await (await find(api, options))?.json();
    return found && { defaultBranch: found.default_branch, archived: found.archived === true };
  },
  archiving: {
    needs: 'administrator access to the repository, with the scope write:repository',
    async archive(repository, { integrations, change }) {
      const { api, options } = apiOf(repository, integrations);
      await change(api, { method: 'PATCH', ...options, body: { archived: true } });
    },
  },

  async headCommit(repository, { integrations, ask }) {
    const { api, options } = apiOf(repository, integrations);
    const { empty, default_branch: name } = await (await ask(api, options)).json();
    if (empty) return undefined;
    // Among the branches alone: elsewhere a tag of the branch's name goes before it.
    const branch = await ask(`${api}/branches/${encodeURIComponent(name)}`, options);
    return (await branch.json()).commit?.id;
  },

  // What the commit's history has and the branch's has not. Its `compare` tells no unrelated history from an equal one.
  async contains(repository, { head, commit }, { integrations, find }) {
    const { api, options } = apiOf(repository, integrations);
    const query = `sha=${commit}&not=${head}&limit=1&stat=false&verification=false&files=false`;
    const answer = await find(`${api}/commits?${query}`, options);
    const beyond: unknown = await answer?.json();
    return Array.isArray(beyond) && beyond.length === 0;
  },

  async commit(repository, hash, { integrations, find }) {
    const { api, options } = apiOf(repository, integrations);
    const query = 'stat=false&verification=false&files=false';
    const { commit } = await told(await find(`${api}/git/commits/${hash}?${query}`, options));
    return { message: commit?.message, author: commit?.author?.name };
  },

  webhook: { ...github.webhook, eventOf: headers => headers['x-gitea-event'] },
};

function apiOf({ host, owner, name }: Repository, integrations: ScmIntegrations) {
  const config = requireIntegration(integrations.gitea.byHost(host)?.config, 'gitea', host);
  const repository = [owner, name].map(encodeURIComponent).join('/');
  return {
    api: `${config.baseUrl ?? `https://${host}`}/api/v1/repos/${repository}`,
    options: getGiteaRequestOptions(config),
  };
}
