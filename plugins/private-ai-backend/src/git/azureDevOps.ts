import {
  DefaultAzureDevOpsCredentialsProvider,
  getAzureCommitsUrl,
  type ScmIntegrations,
} from '@backstage/integration';
import { headerOf, type GitHost, type Json } from './host';
import type { Repository } from './repoUrl';

/** Its owner is an organisation and a project. */
export const azureDevOps: GitHost = {
  ownerOf: ({ owner, project }) => [owner, project].filter(Boolean).join('/'),
  query(owner, repo) {
    const [organization, project = ''] = owner.split('/');
    return { organization, project, repo };
  },
  // `organisation/project/_git/repository`; a project's own repository may leave the project out.
  repositoryAt(path) {
    const [organization, project, repo] =
      path[1] === '_git' ? [path[0], path[2], path[2]] : [path[0], path[1], path[3]];
    if (!path.includes('_git') || !organization || !project || !repo) return undefined;
    return { organization, project, repo };
  },
  // Backstage's reader takes branches and tags only.
  treePath,
  filePath: (repository, _, file) => `${treePath(repository)}?path=/${file}`,

  // An empty one has none yet.
  async defaultBranch(repository, { integrations, find }) {
    const { commits, headers } = await apiOf(repository, integrations);
    const url = new URL(commits);
    url.pathname = url.pathname.replace(/\/commits$/, '');
    url.search = '?api-version=6.0';
    const answer = await find(url.href, { headers });
    return answer && ((await answer.json()).defaultBranch ?? 'main').replace(/^refs\/heads\//, '');
  },
  readsOnly: 'Azure DevOps is read at a branch only',

  async headCommit(repository, { integrations, ask }) {
    const { commits, headers } = await apiOf(repository, integrations);
    const answer = await ask(commits, { headers });
    return (await answer.json()).value[0]?.commitId;
  },

  async contains(repository, { head, commit }, { integrations, find }) {
    const { commits, headers } = await apiOf(repository, integrations);
    const url = new URL(commits);
    url.pathname = url.pathname.replace(/\/commits$/, '/diffs/commits');
    const versions = { base: head, target: commit };
    for (const [which, version] of Object.entries(versions)) {
      url.searchParams.set(`${which}Version`, version);
      url.searchParams.set(`${which}VersionType`, 'commit');
    }
    url.searchParams.set('$top', '1');
    const answer = await find(url.href, { headers });
    return (await answer?.json())?.commonCommit === commit;
  },

  webhook: {
    proof: 'the password of its sign-in',
    header: 'authorization',
    // It sends the secret itself, by basic authentication.
    shown(delivery, secret) {
      const authorization = headerOf(delivery, 'authorization');
      return authorization ? { given: password(authorization), expected: secret } : undefined;
    },
    eventOf: (_, body) => body.eventType,
    push: 'git.push',
    read({ resource }) {
      const { defaultBranch, remoteUrl } = resource?.repository ?? {};
      const updates: Json[] = Array.isArray(resource?.refUpdates) ? resource.refUpdates : [];
      const update = updates.find(({ name }) => name === defaultBranch) ?? updates[0];
      return {
        ...{ ref: update?.name, before: update?.oldObjectId, after: update?.newObjectId },
        ...{ defaultBranch: String(defaultBranch).replace(/^refs\/heads\//, ''), page: remoteUrl },
      };
    },
  },
};

async function apiOf(repository: Repository, integrations: ScmIntegrations) {
  const url = `https://${repository.host}/${treePath(repository)}`;
  const provider = DefaultAzureDevOpsCredentialsProvider.fromIntegrations(integrations);
  const credentials = await provider.getCredentials({ url });
  return { commits: getAzureCommitsUrl(url), headers: credentials?.headers };
}

function treePath({ owner, project, name }: Repository): string {
  return [owner, project, '_git', name]
    .flatMap(part => (part ? [encodeURIComponent(part)] : []))
    .join('/');
}

function password(authorization: string): string {
  const [, encoded = ''] = /^Basic ([\w+/=-]+)$/i.exec(authorization) ?? [];
  const [, ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return rest.join(':');
}
