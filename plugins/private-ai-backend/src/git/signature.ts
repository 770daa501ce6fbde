import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { AuthenticationError } from '@backstage/errors';
import type { GitTarget } from '@private-ai/plugin-private-ai-common';

/** What a host sends to show that it knows the secret, and what is expected of it. */
type Shown = (headers: IncomingHttpHeaders) => { given: string; expected: string } | undefined;

/**
 * Whether a webhook's delivery is the git host's: GitHub and Gitea sign its bytes (`X-Hub-Signature-256`), GitLab and Azure
 * DevOps send the secret itself (`X-Gitlab-Token`, the password of basic authentication).
 * @throws AuthenticationError
 */
export function requireSigned(
  type: GitTarget['type'],
  { headers, body, secret }: { headers: IncomingHttpHeaders; body: Buffer; secret: string },
): void {
  const text = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const signed: Shown = () => {
    const given = text('x-hub-signature-256');
    const digest = createHmac('sha256', secret).update(body).digest('hex');
    return given ? { given, expected: `sha256=${digest}` } : undefined;
  };
  const sent =
    (name: string, read: (value: string) => string): Shown =>
    () => {
      const value = text(name);
      return value ? { given: read(value), expected: secret } : undefined;
    };
  const hosts: Record<GitTarget['type'], { shown: Shown; where: string }> = {
    github: { shown: signed, where: 'the header X-Hub-Signature-256' },
    gitea: { shown: signed, where: 'the header X-Hub-Signature-256' },
    gitlab: {
      shown: sent('x-gitlab-token', value => value),
      where: 'the header X-Gitlab-Token',
    },
    azure: { shown: sent('authorization', password), where: 'the password of its sign-in' },
  };
  const { shown, where } = hosts[type];
  const found = shown(headers);
  if (!found)
    throw new AuthenticationError(
      `The delivery is not signed: it lacks ${where}. Set the secret of the webhook on the git host.`,
    );
  if (same(found.given, found.expected)) return;
  throw new AuthenticationError(
    `The delivery is not signed with the secret of this landing zone: ${where} does not fit. Set the secret of the webhook on the git host to git.webhookSecret of the portal.`,
  );
}

function password(authorization: string): string {
  const [, encoded = ''] = /^Basic ([\w+/=-]+)$/i.exec(authorization) ?? [];
  const [, ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return rest.join(':');
}

/** In a time that tells nothing of either, their lengths included. */
function same(one: string, other: string): boolean {
  const [a, b] = [one, other].map(text => createHash('sha256').update(text).digest());
  return timingSafeEqual(a, b);
}
