import {
  ANNOTATION_SOURCE_LOCATION,
  getEntitySourceLocation,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { GitTarget } from '@private-ai/plugin-private-ai-common';
import { parseRepoUrl } from './source';

/**
 * The repository that an entity comes from, in the scaffolder's form, as its annotation `backstage.io/source-location` (or
 * else its location in the catalog) says it.
 * @param basePath - below which the host's repositories lie, such as `/gitlab`
 * @throws NotFoundError where no annotation says it, InputError where it is no repository of that kind of host
 */
export function sourceRepository(entity: Entity, type: GitTarget['type'], basePath = ''): string {
  const entityRef = stringifyEntityRef(entity);
  let target: string;
  try {
    ({ target } = getEntitySourceLocation(entity));
  } catch {
    throw new NotFoundError(
      `${entityRef} does not say where its source is: it needs the annotation ${ANNOTATION_SOURCE_LOCATION}.`,
    );
  }
  const repoUrl = URL.canParse(target) && repositoryAt(new URL(target), type, basePath);
  if (repoUrl) return repoUrl;
  throw new InputError(
    `The source of ${entityRef} is said to be at ${target}, which is no repository on ${type} (annotation ${ANNOTATION_SOURCE_LOCATION}).`,
  );
}

/** The repository that an address of a host's pages lies in. */
export function repositoryAt(url: URL, type: GitTarget['type'], basePath = ''): string | undefined {
  const path = url.pathname.startsWith(basePath) ? url.pathname.slice(basePath.length) : '';
  let parts: string[];
  try {
    parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined; // A percent sign that encodes nothing.
  }
  if (type === 'azure') return azureRepository(url.host, parts);
  // On GitLab groups lie in groups; what is behind the repository begins with a dash there.
  const end = type === 'gitlab' ? parts.indexOf('-') : 2;
  const names = parts.slice(0, end < 0 ? undefined : end);
  const name = names.pop()?.replace(/\.git$/, '');
  const owner = names.join('/');
  return owner && name ? `${url.host}?${new URLSearchParams({ owner, repo: name })}` : undefined;
}

/** `organisation/project/_git/repository`; a project's own repository may leave the project out. */
function azureRepository(host: string, parts: string[]): string | undefined {
  const [organization, project, repo] =
    parts[1] === '_git' ? [parts[0], parts[2], parts[2]] : [parts[0], parts[1], parts[3]];
  if (!parts.includes('_git') || !organization || !project || !repo) return undefined;
  return `${host}?${new URLSearchParams({ organization, project, repo })}`;
}

/** Whether two addresses name one repository: hosts compare names without regard to case. */
export function sameRepository(one: string, other: string): boolean {
  const [a, b] = [one, other].map(repoUrl => {
    const { host, owner, project, name } = parseRepoUrl(repoUrl);
    return JSON.stringify([host, owner, project, name]).toLowerCase();
  });
  return a === b;
}
