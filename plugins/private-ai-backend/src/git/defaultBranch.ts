import { NotAllowedError } from '@backstage/errors';
import type { Source } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { systemClock, type Clock } from '../time/clock';
import { askingOf, type AskingDeps } from './asking';
import { headCommit } from './headCommit';
import { hostOf } from './hosts';
import { parseRepoUrl } from './repoUrl';

/** Milliseconds after which a host that does not know a commit is asked again: what was just pushed may not be everywhere. */
const looksAgainAfter = [0, 500, 1_500];

/**
 * A commit that somebody names has to be in the history of the default branch, which is where the company's reviews are: a
 * host serves those of side branches, and some of them those of forks, under the same address.
 * @throws NotAllowedError; NotFoundError, ServiceUnavailableError where the host could not be asked
 */
export async function requireOnDefaultBranch(
  { repoUrl, commit }: Source,
  { title, git, anyCommit }: Pick<LandingZone, 'title' | 'git' | 'anyCommit'>,
  deps: AskingDeps & { clock?: Clock },
): Promise<void> {
  if (anyCommit) return;
  const { clock = systemClock, signal = new AbortController().signal } = deps;
  const repository = parseRepoUrl(repoUrl);
  const asking = askingOf(`The default branch of ${repoUrl}`, git.type, deps);
  for (const wait of looksAgainAfter) {
    if (wait > 0) await clock.sleep(wait, signal);
    const head = await headCommit(repository, git.type, deps);
    if (head === commit) return;
    if (await hostOf(git.type).contains(repository, { head, commit }, asking)) return;
  }
  throw new NotAllowedError(
    `The commit ${commit.slice(0, 12)} is not on the default branch of ${repoUrl}, and the landing zone ${title} takes no other: merge it there first, and release then.`,
  );
}
