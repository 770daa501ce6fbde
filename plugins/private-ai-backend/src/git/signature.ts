import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { GitHostType } from '@private-ai/plugin-private-ai-common';
import type { Delivery } from './host';
import { hostOf, proofHeaders } from './hosts';

/** Whether a delivery shows anything that a git host is known by: asked before its body is read. */
export const isSigned = (headers: IncomingHttpHeaders): boolean =>
  proofHeaders.some(name => headers[name]);

/** Nobody's secret: what is held against it takes as long as what is held against a landing zone's. */
const nobodys = randomBytes(32).toString('hex');

/** What keeps a webhook's delivery from being the git host's; undefined when it is. */
export function signatureProblem(
  { git, webhookSecret = nobodys }: { git: { type: GitHostType }; webhookSecret?: string },
  delivery: Delivery,
): string | undefined {
  const { proof, shown } = hostOf(git.type).webhook;
  const found = shown(delivery, webhookSecret);
  if (!found) return `it lacks ${proof}`;
  const signed = same(found.given, found.expected);
  if (webhookSecret === nobodys) return 'there is no such landing zone with git.webhookSecret';
  return signed ? undefined : `${proof} does not fit`;
}

/** In a time that tells nothing of either, their lengths included. */
function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map(text => createHash('sha256').update(text).digest());
  return timingSafeEqual(a, b);
}
