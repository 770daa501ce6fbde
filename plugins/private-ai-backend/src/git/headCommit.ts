import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import {
  DefaultAzureDevOpsCredentialsProvider,
  DefaultGithubCredentialsProvider,
  getAzureCommitsUrl,
  getGiteaRequestOptions,
  getGitLabRequestOptions,
  type ScmIntegrations,
} from '@backstage/integration';
import type { GitTarget } from '@private-ai/plugin-private-ai-common';
import { fullHash } from '../operations/input';
import { parseRepoUrl } from './source';

interface Asking {
  integrations: ScmIntegrations;
  signal?: AbortSignal;
}
type Repository = ReturnType<typeof parseRepoUrl>;
/** Asks the host with the portal's own sign-in. */
type Ask = (url: string, init?: { headers?: Record<string, string> }) => Promise<Response>;

/**
 * The newest commit of a repository's default branch, asked with the portal's own git integrations: a full hash.
 * @throws NotFoundError, ServiceUnavailableError with a sentence
 */
export async function headCommit(
  repoUrl: string,
  type: GitTarget['type'],
  { integrations, signal }: Asking,
): Promise<string> {
  const ask: Ask = async (url, init) => {
    let response: Response;
    try {
      response = await fetch(url, { ...init, signal });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ServiceUnavailableError(`The git host ${new URL(url).host} was not reached`, error);
    }
    if (response.ok) return response;
    throw new NotFoundError(
      `The newest commit of ${repoUrl} could not be asked (${response.status}): check that the repository is there, and integrations.${type} of the portal.`,
    );
  };
  const commit = await hosts[type](parseRepoUrl(repoUrl), { integrations, ask });
  if (typeof commit === 'string' && fullHash.test(commit)) return commit;
  throw new NotFoundError(`The repository ${repoUrl} has no commit yet.`);
}

const hosts: Record<
  GitTarget['type'],
  (repository: Repository, asking: { integrations: ScmIntegrations; ask: Ask }) => Promise<unknown>
> = {
  async github({ host, owner, name }, { integrations, ask }) {
    const { apiBaseUrl } = configured(integrations.github.byHost(host)?.config, 'github', host);
    const credentials = DefaultGithubCredentialsProvider.fromIntegrations(integrations);
    const { headers } = await credentials.getCredentials({ url: `https://${host}/${owner}` });
    const path = `repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}/commits/HEAD`;
    const accept = 'application/vnd.github.sha';
    return (await ask(`${apiBaseUrl}/${path}`, { headers: { ...headers, accept } })).text();
  },

  async gitlab({ host, owner, name }, { integrations, ask }) {
    const config = configured(integrations.gitlab.byHost(host)?.config, 'gitlab', host);
    const project = encodeURIComponent(`${owner}/${name}`);
    const url = `${config.apiBaseUrl}/projects/${project}/repository/commits?per_page=1`;
    const commits = await (await ask(url, getGitLabRequestOptions(config))).json();
    return commits[0]?.id;
  },

  async gitea({ host, owner, name }, { integrations, ask }) {
    const config = configured(integrations.gitea.byHost(host)?.config, 'gitea', host);
    const repository = [owner, name].map(encodeURIComponent).join('/');
    const api = `${config.baseUrl ?? `https://${host}`}/api/v1/repos/${repository}`;
    const options = getGiteaRequestOptions(config);
    const { empty, default_branch: branch } = await (await ask(api, options)).json();
    if (empty) return undefined;
    const commit = await ask(`${api}/git/commits/${encodeURIComponent(branch)}`, options);
    return (await commit.json()).sha;
  },

  async azure({ host, owner, project, name }, { integrations, ask }) {
    const path = [owner, project, '_git', name].map(part => encodeURIComponent(part ?? ''));
    const url = `https://${host}/${path.join('/')}`;
    const provider = DefaultAzureDevOpsCredentialsProvider.fromIntegrations(integrations);
    const credentials = await provider.getCredentials({ url });
    const answer = await ask(getAzureCommitsUrl(url), { headers: credentials?.headers });
    return (await answer.json()).value[0]?.commitId;
  },
};

function configured<T>(config: T | undefined, type: GitTarget['type'], host: string) {
  if (config) return config as T & { apiBaseUrl?: string };
  throw new NotFoundError(
    `The portal has no integrations.${type} for ${host}: the platform team has to add it.`,
  );
}
