import { NotFoundError } from '@backstage/errors';
import { askingOf, RefusedChangeError, type AskingDeps } from './asking';
import { hostOf } from './hosts';
import { parseRepoUrl } from './repoUrl';
import type { NewRepository } from './repository';

type Named = Pick<NewRepository, 'repoUrl' | 'type'>;

/** How a repository stands at its host, by the portal's own sign-in. */
export type Standing = 'there' | 'archived' | 'absent';

/** @throws NotFoundError where the portal has no sign-in there, ServiceUnavailableError */
export async function repositoryStands(named: Named, deps: AskingDeps): Promise<Standing> {
  const { host, repository, asking } = reached(named, deps);
  const looked = await host.look(repository, asking);
  if (!looked) return 'absent';
  return looked.archived ? 'archived' : 'there';
}

/**
 * Archives a repository, where it is there and is not archived yet.
 * @returns why the host does not let the portal, as a sentence; undefined where it is archived
 * @throws PassingError where another try may do
 */
export async function archiveRepository(
  named: Named,
  deps: AskingDeps,
): Promise<string | undefined> {
  const { host, repository, asking } = reached(named, deps);
  try {
    const stands = await repositoryStands(named, deps);
    if (stands === 'absent') return 'It is not at the git host any more, or may not be seen there.';
    if (stands === 'there') await host.archiving.archive(repository, asking);
    return undefined;
  } catch (error) {
    if (error instanceof NotFoundError) return error.message;
    if (!(error instanceof RefusedChangeError)) throw error;
    const { status } = error;
    const refused = `The git host ${repository.host} did not let the portal archive the repository ${named.repoUrl} (${status}): archive it there`;
    // Any other is about the repository, and not about who asks.
    return status === 401 || status === 403 || status === 404
      ? `${refused}, or have the platform team give integrations.${named.type} ${host.archiving.needs}.`
      : `${refused}, where its page says what keeps it.`;
  }
}

function reached({ repoUrl, type }: Named, deps: AskingDeps) {
  return {
    host: hostOf(type),
    repository: parseRepoUrl(repoUrl),
    asking: askingOf(`The repository ${repoUrl}`, type, deps),
  };
}
