import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import { isFullHash } from './commit';
import type { Asking } from './host';
import { hostOf } from './hosts';
import type { Repository } from './repoUrl';

/**
 * The newest commit of a repository's default branch, asked with the portal's own git integrations: a full hash.
 * @throws NotFoundError, ServiceUnavailableError with a sentence
 */
export async function headCommit(
  repository: Repository,
  type: GitHostType,
  { integrations, signal }: { integrations: ScmIntegrations; signal?: AbortSignal },
): Promise<string> {
  const { repoUrl } = repository;
  const ask: Asking['ask'] = async (url, init) => {
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
  const commit = await hostOf(type).headCommit(repository, { integrations, ask });
  if (isFullHash(commit)) return commit;
  throw new NotFoundError(`The repository ${repoUrl} has no commit yet.`);
}
