import type { ScmIntegrations } from '@backstage/integration';
import type { CommitTold, GitHostType } from '@private-ai/plugin-private-ai-common';
import { hostOf } from './hosts';
import { baseUrlOf } from './page';
import type { Repository } from './repoUrl';

/** Where a person reads the repository. */
export function repositoryPage(
  repository: Repository,
  type: GitHostType,
  integrations: ScmIntegrations,
): string {
  return `${baseUrlOf({ type, host: repository.host }, integrations)}/${hostOf(type).path(repository)}`;
}

/**
 * Where a person reads of a commit on the git host, and of what it has beyond the one that runs: of the repository's address
 * alone, nobody is asked.
 */
export function pagesOf(
  repository: Repository,
  type: GitHostType,
  hash: string,
  { running, integrations }: { running?: string; integrations: ScmIntegrations },
): Pick<CommitTold, 'page' | 'difference'> {
  const host = hostOf(type);
  const base = baseUrlOf({ type, host: repository.host }, integrations);
  const page = `${base}/${host.commitPath(repository, hash)}`;
  if (!running || running === hash) return { page };
  const difference = host.differencePath(repository, { from: running, to: hash });
  return { page, difference: `${base}/${difference}` };
}
