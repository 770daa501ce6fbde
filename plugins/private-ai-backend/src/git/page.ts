import type { ScmIntegrations } from '@backstage/integration';
import type { GitTarget } from '@private-ai/plugin-private-ai-common';
import { hostOf } from './hosts';
import { parseRepoUrl, sameRepository, type Repository } from './repoUrl';

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

/** The repository that an address lies in, whatever its branch or file; undefined for what is none on that kind of host. */
export function repositoryOfAddress(
  address: string,
  target: Target,
  integrations: ScmIntegrations,
): Repository | undefined {
  const page = URL.canParse(address) ? new URL(address) : undefined;
  const query = page && repositoryAt(page, target, integrations);
  if (!page || !query) return undefined;
  try {
    return parseRepoUrl(`${page.host}?${query}`);
  } catch {
    return undefined; // It would lead elsewhere than it says.
  }
}

/**
 * Whether two addresses lie in one repository: an entity may be described on any branch of its own, and hosts and Backstage write
 * one address in several ways.
 */
export function inOneRepository(
  one: string,
  other: string,
  target: Target,
  integrations: ScmIntegrations,
): boolean {
  const [a, b] = [one, other].map(address => repositoryOfAddress(address, target, integrations));
  return a !== undefined && b !== undefined && sameRepository(a, b);
}
