import { NotFoundError } from '@backstage/errors';
import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import { askingOf, type AskingDeps } from './asking';
import { isFullHash } from './commit';
import { hostOf } from './hosts';
import type { Repository } from './repoUrl';

/**
 * The newest commit of a repository's default branch, asked with the portal's own git integrations: a full hash.
 * @throws NotFoundError, ServiceUnavailableError with a sentence
 */
export async function headCommit(
  repository: Repository,
  type: GitHostType,
  deps: AskingDeps,
): Promise<string> {
  const { repoUrl } = repository;
  const asking = askingOf(`The newest commit of ${repoUrl}`, type, deps);
  const commit = await hostOf(type).headCommit(repository, asking);
  if (isFullHash(commit)) return commit;
  throw new NotFoundError(`The repository ${repoUrl} has no commit yet.`);
}
