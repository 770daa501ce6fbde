import { getGiteaRequestOptions } from '@backstage/integration';
import { github } from './github';
import type { GitHost } from './host';
import { requireIntegration } from './integration';

/** It has GitHub's addresses and signs its deliveries as GitHub does; its API is its own. */
export const gitea: GitHost = {
  ...github,
  baseUrl: (host, integrations) => integrations.gitea.byHost(host)?.config.baseUrl,
  treePath: ({ owner, name }, commit) => `${owner}/${name}/src/commit/${commit}`,

  async headCommit({ host, owner, name }, { integrations, ask }) {
    const config = requireIntegration(integrations.gitea.byHost(host)?.config, 'gitea', host);
    const repository = [owner, name].map(encodeURIComponent).join('/');
    const api = `${config.baseUrl ?? `https://${host}`}/api/v1/repos/${repository}`;
    const options = getGiteaRequestOptions(config);
    const { empty, default_branch: branch } = await (await ask(api, options)).json();
    if (empty) return undefined;
    const commit = await ask(`${api}/git/commits/${encodeURIComponent(branch)}`, options);
    return (await commit.json()).sha;
  },

  webhook: { ...github.webhook, eventOf: headers => headers['x-gitea-event'] },
};
