import {
  DefaultAzureDevOpsCredentialsProvider,
  getAzureCommitsUrl,
  type ScmIntegrations,
} from '@backstage/integration';
import { headerOf, PUBLISHED_BRANCH, type Asking, type GitHost, type Json } from './host';
import type { Repository } from './repoUrl';
import { told } from './told';

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

  async look(repository, asking) {
    const found = await described(repository, asking);
    return (
      found && {
        // An empty one has none yet, and of a disabled one nothing is told.
        defaultBranch: String(found.defaultBranch ?? PUBLISHED_BRANCH).replace(refs, ''),
        archived: found.isDisabled === true,
      }
    );
  },
  archiving: {
    needs: 'the permission Delete or disable repository',
    // What other hosts call archived is disabled here.
    async archive(repository, asking) {
      const { id } = (await described(repository, asking)) ?? {};
      const { url, headers } = await repositoryApi(repository, asking.integrations);
      url.pathname = url.pathname.replace(/[^/]*$/, encodeURIComponent(id ?? repository.name));
      url.search = '?api-version=7.0';
      await asking.change(url.href, { method: 'PATCH', headers, body: { isDisabled: true } });
    },
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

  async commit(repository, hash, { integrations, find }) {
    const { commits, headers } = await apiOf(repository, integrations);
    const url = new URL(commits);
    url.pathname = `${url.pathname}/${hash}`;
    url.search = '?api-version=6.0&changeCount=0';
    const { comment, author } = await told(await find(url.href, { headers }));
    return { message: comment, author: author?.name };
  },
  path: treePath,
  commitPath: (repository, hash) => `${treePath(repository)}/commit/${hash}`,
  // GC: a commit, as it names versions.
  differencePath: (repository, { from, to }) =>
    `${treePath(repository)}/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}&_a=files`,

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
        ...{ defaultBranch: String(defaultBranch).replace(refs, ''), page: remoteUrl },
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

const refs = /^refs\/heads\//;

/** As the host describes it. A disabled one is absent where it is asked for by itself, and in the project's list. */
async function described(repository: Repository, asking: Asking): Promise<Json> {
  const { url, headers } = await repositoryApi(repository, asking.integrations);
  url.search = '?api-version=6.0';
  const answer = await asking.find(url.href, { headers });
  if (answer) return answer.json();
  url.pathname = url.pathname.replace(/\/[^/]*$/, '');
  const all = await (await asking.find(url.href, { headers }))?.json();
  const listed: Json[] = Array.isArray(all?.value) ? all.value : [];
  const named = repository.name.toLowerCase();
  return listed.find(({ name }) => String(name).toLowerCase() === named);
}

async function repositoryApi(repository: Repository, integrations: ScmIntegrations) {
  const { commits, headers } = await apiOf(repository, integrations);
  const url = new URL(commits);
  url.pathname = url.pathname.replace(/\/commits$/, '');
  return { url, headers };
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
