import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { gitHostTypes, type GitTarget } from '@private-ai/plugin-private-ai-common';
import { forms, type Read } from './values';

/** Characters that a guess does not find. */
const shortestSecret = 16;

/**
 * `git` of a landing zone, as far as the browser may know it.
 * @throws InputError with the key and what is expected
 */
export function readGit(config: Config, read: Read): GitTarget {
  const type = read.oneOf('git.type', gitHostTypes);
  const visibility = read.oneOf('git.visibility', ['private', 'internal', 'public'], 'private');
  if (visibility === 'internal' && (type === 'gitea' || type === 'azure'))
    throw read.fail('git.visibility', `private or public: ${type} knows no internal repositories`);
  return {
    type,
    visibility,
    host: read.text('git.host', forms.host),
    owner: config.getString('git.owner'),
  };
}

/**
 * What the git host signs its webhooks with; undefined where it is not to send any.
 * @throws InputError that does not show it
 */
export function readWebhookSecret(config: Config, root: string): string | undefined {
  const secret = config.getOptionalString('git.webhookSecret');
  if (secret === undefined || secret.length >= shortestSecret) return secret;
  throw new InputError(
    `The configuration value ${root}.git.webhookSecret is too short: expected at least ${shortestSecret} characters.`,
  );
}
