import type { ScmIntegrations } from '@backstage/integration';
import type { GitTarget } from '@private-ai/plugin-private-ai-common';
import { hostOf } from './hosts';

/** Of a landing zone: its kind of git host, and which one. */
export type Target = Pick<GitTarget, 'type' | 'host'>;

/** Where a git host's pages begin: GitLab and Gitea may share their host with others, below a path such as `/gitlab`. */
export function baseUrlOf({ type, host }: Target, integrations: ScmIntegrations): string {
  const baseUrl = hostOf(type).baseUrl?.(host, integrations) ?? `https://${host}`;
  return baseUrl.replace(/\/$/, '');
}

/** The query, in the scaffolder's form, of the repository that a page of a git host lies in. */
export function repositoryAt(
  page: URL,
  target: Target,
  integrations: ScmIntegrations,
): string | undefined {
  const basePath = new URL(baseUrlOf(target, integrations)).pathname.replace(/\/$/, '');
  const path = page.pathname.startsWith(basePath) ? page.pathname.slice(basePath.length) : '';
  let parts: string[];
  try {
    parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined; // A percent sign that encodes nothing.
  }
  const query = hostOf(target.type).repositoryAt(parts);
  return query && `${new URLSearchParams(query)}`;
}
