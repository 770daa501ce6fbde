import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { askingOf, type AskingDeps } from './asking';
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
 * @throws ServiceUnavailableError
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
    if (!(error instanceof NotAllowedError)) throw error;
    return `${error.message}: archive it at the git host, or have the platform team give integrations.${named.type} ${host.archiving.needs}.`;
  }
}

function reached({ repoUrl, type }: Named, deps: AskingDeps) {
  return {
    host: hostOf(type),
    repository: parseRepoUrl(repoUrl),
    asking: askingOf(`The repository ${repoUrl}`, type, deps),
  };
}
