import { InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import { isFullHash } from './commit';
import type { Delivery, Json } from './host';
import { hostOf } from './hosts';
import { repositoryAt, type Target } from './page';
import { parseRepoUrl, type Repository } from './repoUrl';

/** Somebody pushed to a repository's default branch. */
export interface Push {
  repository: Repository;
  commit: string;
  /** What was the newest commit before. */
  before: string;
}

/** A delivery that is none of a push to the default branch: why there is nothing to do, as a sentence. */
export interface NoPush {
  ignored: string;
}

/**
 * What a delivery says was pushed, once its signature was found right.
 * @param git - the landing zone's; the address in the delivery may be another of its host's names
 * @throws InputError for what is no delivery of that kind of host
 */
export function readPush(
  git: Target,
  { headers, body }: Delivery,
  integrations: ScmIntegrations,
): Push | NoPush {
  const parsed = readJson(body);
  const { eventOf, push, read } = hostOf(git.type).webhook;
  const name = eventOf(headers, parsed);
  if (typeof name !== 'string')
    throw new InputError(`The delivery does not say which event it is of, as ${git.type} does.`);
  if (name !== push) return { ignored: `Nothing is to be done for the event ${name}.` };
  const { ref, before, after, defaultBranch, page } = read(parsed);
  const query =
    typeof page === 'string' && URL.canParse(page)
      ? repositoryAt(new URL(page), git, integrations)
      : undefined;
  if (
    !query ||
    typeof ref !== 'string' ||
    !defaultBranch ||
    !isFullHash(before) ||
    !isFullHash(after)
  )
    throw new InputError(`The delivery is no push event as ${git.type} sends it.`);
  if (ref !== `refs/heads/${defaultBranch}`)
    return { ignored: `Only ${defaultBranch} is released, not ${ref}.` };
  if (/^0+$/.test(after)) return { ignored: `The branch ${defaultBranch} was removed.` };
  return { repository: parseRepoUrl(`${git.host}?${query}`), commit: after, before };
}

function readJson(body: Buffer): Json {
  try {
    const parsed = JSON.parse(body.toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Said below.
  }
  throw new InputError(
    'The delivery is no JSON: choose the content type application/json for the webhook.',
  );
}
