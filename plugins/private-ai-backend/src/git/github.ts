import { createHmac } from 'node:crypto';
import { DefaultGithubCredentialsProvider, type ScmIntegrations } from '@backstage/integration';
import { headerOf, PUBLISHED_BRANCH, type GitHost } from './host';
import { requireIntegration } from './integration';
import type { Repository } from './repoUrl';
import { told } from './told';

export const github: GitHost = {
  ownerOf: ({ owner }) => owner,
  query: (owner, repo) => ({ owner, repo }),
  repositoryAt([owner, name]) {
    const repo = name?.replace(/\.git$/, '');
    return owner && repo ? { owner, repo } : undefined;
  },
  treePath: ({ owner, name }, commit) => `${owner}/${name}/tree/${commit}`,
  filePath: ({ owner, name }, branch, file) => `${owner}/${name}/blob/${branch}/${file}`,

  async look(repository, { integrations, find }) {
    const { api, headers } = await apiOf(repository, integrations);
    const found = await (await find(api, { headers }))?.json();
    return found && { defaultBranch: found.default_branch, archived: found.archived === true };
  },
  archiving: {
    needs: 'the permission Administration: write',
    async archive(repository, { integrations, change }) {
      const { api, headers } = await apiOf(repository, integrations);
      await change(api, { method: 'PATCH', headers, body: { archived: true } });
    },
  },

  async headCommit(repository, { integrations, ask }) {
    const { api, headers } = await apiOf(repository, integrations);
    const accept = 'application/vnd.github.sha';
    return (await ask(`${api}/commits/HEAD`, { headers: { ...headers, accept } })).text();
  },

  // A fork's commits are found below its parent's address too: `ahead` or `diverged`, as those of a side branch are.
  async contains(repository, { head, commit }, { integrations, find }) {
    const { api, headers } = await apiOf(repository, integrations);
    const answer = await find(`${api}/compare/${head}...${commit}?per_page=1`, { headers });
    const { status } = (await answer?.json()) ?? {};
    return status === 'behind' || status === 'identical';
  },

  // Below `git/` it tells no files.
  async commit(repository, hash, { integrations, find }) {
    const { api, headers } = await apiOf(repository, integrations);
    // 422: of a hash that it does not know.
    const absent = [404, 422];
    const { message, author } = await told(
      await find(`${api}/git/commits/${hash}`, { headers, absent }),
    );
    return { message, author: author?.name };
  },
  path: pathOf,
  commitPath: (repository, hash) => `${pathOf(repository)}/commit/${hash}`,
  differencePath: (repository, { from, to }) => `${pathOf(repository)}/compare/${from}...${to}`,

  // docs.github.com/actions/reference/security/oidc; on a server of the company's own the host issues them itself.
  pipeline: ({ host, owner, name }) => ({
    issuer:
      host === 'github.com'
        ? 'https://token.actions.githubusercontent.com'
        : host.endsWith('.ghe.com')
          ? `https://token.actions.${host}`
          : `https://${host}/_services/token`,
    subject: `repo:${owner}/${name}:ref:refs/heads/${PUBLISHED_BRANCH}`,
  }),

  webhook: {
    proof: 'the header X-Hub-Signature-256',
    header: 'x-hub-signature-256',
    // It signs the bytes.
    shown(delivery, secret) {
      const given = headerOf(delivery, 'x-hub-signature-256');
      const digest = createHmac('sha256', secret).update(delivery.body).digest('hex');
      return given ? { given, expected: `sha256=${digest}` } : undefined;
    },
    eventOf: headers => headers['x-github-event'],
    push: 'push',
    read: ({ ref, before, after, repository }) => ({
      ...{ ref, before, after },
      ...{ defaultBranch: repository?.default_branch, page: repository?.html_url },
    }),
  },
};

function pathOf({ owner, name }: Repository): string {
  return [owner, name].map(encodeURIComponent).join('/');
}

async function apiOf({ host, owner, name }: Repository, integrations: ScmIntegrations) {
  const config = requireIntegration(integrations.github.byHost(host)?.config, 'github', host);
  const credentials = DefaultGithubCredentialsProvider.fromIntegrations(integrations);
  const { headers } = await credentials.getCredentials({ url: `https://${host}/${owner}` });
  const repository = [owner, name].map(encodeURIComponent).join('/');
  return { api: `${config.apiBaseUrl}/repos/${repository}`, headers };
}
