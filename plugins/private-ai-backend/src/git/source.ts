import type {
  UrlReaderService,
  UrlReaderServiceReadTreeResponse,
  UrlReaderServiceReadTreeResponseFile,
} from '@backstage/backend-plugin-api';
import { ConflictError, ForwardedError, InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { GitTarget, Source } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { DESCRIPTION, requireOwnRepository } from './ownRepository';

interface Repository {
  host: string;
  owner: string;
  /** Azure DevOps only. */
  project?: string;
  name: string;
}

/** The scaffolder's form: `host?owner=o&repo=r`, for Azure DevOps `host?organization=o&project=p&repo=r`. */
export function parseRepoUrl(repoUrl: string): Repository {
  const url = URL.canParse(`https://${repoUrl}`) ? new URL(`https://${repoUrl}`) : undefined;
  const part = (key: string) => {
    const value = url?.searchParams.get(key) ?? '';
    return /^[\w. -]+(\/[\w.-]+)*$/.test(value) && !value.includes('..') ? value : undefined;
  };
  const owner = part('owner') ?? part('organization');
  const name = part('repo');
  // A slash in it would lead into a group below the owner's.
  if (!url || !owner || !name || name.includes('/')) {
    throw new InputError(
      `The repository ${repoUrl} is not in the form host?owner=…&repo=… (Azure DevOps: host?organization=…&project=…&repo=…).`,
    );
  }
  return { host: url.host, owner, project: part('project'), name };
}

/**
 * Only repositories of the landing zone's own git host and owner are read: the portal's sign-in there sees more than
 * who asks may see.
 * @throws InputError
 */
export function requireOwnSource(
  source: Pick<Source, 'repoUrl'>,
  zone: Pick<LandingZone, 'git' | 'title'>,
): void {
  const { host, owner, project } = parseRepoUrl(source.repoUrl);
  const place = [host, owner, zone.git.type === 'azure' ? project : undefined]
    .filter(Boolean)
    .join('/');
  const expected = `${zone.git.host}/${zone.git.owner}`;
  if (place.toLowerCase() === expected.toLowerCase()) return;
  throw new InputError(
    `The landing zone ${zone.title} takes source from ${expected}, not from ${place}.`,
  );
}

/** The address of a commit's tree, as each kind of host writes it. */
export function commitUrl(
  type: GitTarget['type'],
  { repoUrl, commit }: Source,
  baseUrl?: string,
): string {
  const { host, owner, project, name } = parseRepoUrl(repoUrl);
  const root = (baseUrl ?? `https://${host}`).replace(/\/$/, '');
  switch (type) {
    case 'github':
      return `${root}/${owner}/${name}/tree/${commit}`;
    case 'gitlab':
      return `${root}/${owner}/${name}/-/tree/${commit}`;
    case 'gitea':
      return `${root}/${owner}/${name}/src/commit/${commit}`;
    case 'azure':
      // Backstage's reader takes branches and tags only: the default branch, held against the commit afterwards.
      return `${root}/${[owner, project, '_git', name]
        .filter(Boolean)
        .map(part => encodeURIComponent(part!))
        .join('/')}`;
  }
}

/** Reads the published commit, through the portal's own git integrations. */
export async function readCommit(
  source: Source,
  deps: {
    type: GitTarget['type'];
    reader: UrlReaderService;
    integrations: ScmIntegrations;
    signal: AbortSignal;
    filter?(path: string, info?: { size: number }): boolean;
  },
): Promise<UrlReaderServiceReadTreeResponse> {
  const { type, reader, integrations, signal, filter } = deps;
  const { host } = parseRepoUrl(source.repoUrl);
  const baseUrl =
    integrations.gitea.byHost(host)?.config.baseUrl ??
    integrations.gitlab.byHost(host)?.config.baseUrl;
  const url = commitUrl(type, source, baseUrl);
  let tree: UrlReaderServiceReadTreeResponse;
  try {
    tree = await reader.readTree(url, { signal, filter });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ForwardedError(
      `The commit ${source.commit} of ${source.repoUrl} could not be read: check that it is pushed, and integrations.${type} of the portal`,
      error,
    );
  }
  if (type === 'azure' && tree.etag !== source.commit) {
    throw new ConflictError(
      `The default branch of ${source.repoUrl} has moved on to ${tree.etag}, and Azure DevOps is read at a branch only: start again with that commit.`,
    );
  }
  return tree;
}

/**
 * Whether the commit is there and describes the entity, and nothing more.
 * @throws NotAllowedError where it is another's
 */
export async function readDescription(
  source: Source,
  entityRef: string,
  deps: Omit<Parameters<typeof readCommit>[1], 'filter'>,
): Promise<void> {
  const tree = await readCommit(source, { ...deps, filter: path => path === DESCRIPTION });
  await requireDescribed(await tree.files(), entityRef, source);
}

/** @param files - of the commit, its description among them */
export async function requireDescribed(
  files: readonly UrlReaderServiceReadTreeResponseFile[],
  entityRef: string,
  { repoUrl }: Source,
): Promise<void> {
  const file = files.find(({ path }) => path === DESCRIPTION);
  const text = file ? (await file.content()).toString('utf8') : '';
  requireOwnRepository(text, { entityRef, repoUrl });
}
