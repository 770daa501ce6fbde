import { createHash, timingSafeEqual } from 'node:crypto';
import { AuthenticationError } from '@backstage/errors';
import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import type { Delivery } from './host';
import { hostOf } from './hosts';

/**
 * Whether a webhook's delivery is the git host's.
 * @throws AuthenticationError
 */
export function requireSigned(type: GitHostType, delivery: Delivery, secret: string): void {
  const { proof, shown } = hostOf(type).webhook;
  const found = shown(delivery, secret);
  if (!found)
    throw new AuthenticationError(
      `The delivery is not signed: it lacks ${proof}. Set the secret of the webhook on the git host.`,
    );
  if (same(found.given, found.expected)) return;
  throw new AuthenticationError(
    `The delivery is not signed with the secret of this landing zone: ${proof} does not fit. Set the secret of the webhook on the git host to git.webhookSecret of the portal.`,
  );
}

/** In a time that tells nothing of either, their lengths included. */
function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map(text => createHash('sha256').update(text).digest());
  return timingSafeEqual(a, b);
}
