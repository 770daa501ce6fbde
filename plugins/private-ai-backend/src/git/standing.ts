import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import type { GitHostType, StandingRepository } from '@private-ai/plugin-private-ai-common';
import { askingOf, type AskingDeps } from './asking';
import { headCommit } from './headCommit';
import { hostOf } from './hosts';
import { DESCRIPTION } from './ownRepository';
import { baseUrlOf } from './page';
import { parseRepoUrl } from './repoUrl';
import { readDescription } from './source';

/** Of an application that is asked for. */
interface Expected {
  repoUrl: string;
  type: GitHostType;
  entityRef: string;
  owner: string;
}

/**
 * What stands already where an application's repository would be made: of an application of the same name that was retired,
 * say. Undefined where nothing does.
 * @throws ConflictError where it is another's, or was begun and left; ServiceUnavailableError where the host has no answer
 */
export async function standingRepository(
  { repoUrl, type, entityRef, owner }: Expected,
  deps: AskingDeps & { reader: UrlReaderService; signal: AbortSignal },
): Promise<StandingRepository | undefined> {
  const repository = parseRepoUrl(repoUrl);
  const host = hostOf(type);
  const asking = askingOf(`The repository ${repoUrl}`, type, deps);
  const looked = await host.look(repository, asking);
  if (!looked) return undefined;
  if (looked.archived)
    throw new ConflictError(
      `The repository ${repoUrl} is there already, and archived: have who owns it unarchive it at the git host, and the application is made from it again, or choose another name.`,
    );
  const commit = await newest();
  let owned: string | undefined;
  try {
    owned = await readDescription({ repoUrl, commit }, entityRef, { type, ...deps });
  } catch (error) {
    if (!(error instanceof NotAllowedError || error instanceof InputError)) throw error;
    throw new ConflictError(
      `The repository ${repoUrl} is there already, and its ${DESCRIPTION} does not describe ${entityRef}: choose another name, or have who owns the repository rename it.`,
    );
  }
  if (owned?.toLowerCase() !== owner.toLowerCase())
    throw new ConflictError(
      `The repository ${repoUrl} is there already, and names ${owned ?? 'nobody'} as owner of ${entityRef}, not ${owner}: choose that owner, or correct spec.owner in its ${DESCRIPTION} first.`,
    );
  const base = baseUrlOf({ type, host: repository.host }, deps.integrations);
  return {
    commit,
    catalogInfoUrl: `${base}/${host.filePath(repository, looked.defaultBranch, DESCRIPTION)}`,
  };

  async function newest(): Promise<string> {
    try {
      return await headCommit(repository, type, deps);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new ConflictError(
        `The repository ${repoUrl} is there already, and empty: an earlier try may have left it. Delete it, or choose another name.`,
      );
    }
  }
}
