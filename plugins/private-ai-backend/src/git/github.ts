import { createHmac } from 'node:crypto';
import { DefaultGithubCredentialsProvider } from '@backstage/integration';
import { headerOf, type GitHost } from './host';
import { requireIntegration } from './integration';

export const github: GitHost = {
  ownerOf: ({ owner }) => owner,
  query: (owner, repo) => ({ owner, repo }),
  repositoryAt([owner, name]) {
    const repo = name?.replace(/\.git$/, '');
    return owner && repo ? { owner, repo } : undefined;
  },
  treePath: ({ owner, name }, commit) => `${owner}/${name}/tree/${commit}`,

  async headCommit({ host, owner, name }, { integrations, ask }) {
    const config = requireIntegration(integrations.github.byHost(host)?.config, 'github', host);
    const credentials = DefaultGithubCredentialsProvider.fromIntegrations(integrations);
    const { headers } = await credentials.getCredentials({ url: `https://${host}/${owner}` });
    const path = `repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/commits/HEAD`;
    const accept = 'application/vnd.github.sha';
    return (await ask(`${config.apiBaseUrl}/${path}`, { headers: { ...headers, accept } })).text();
  },

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
