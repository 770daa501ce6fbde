import type {
  UrlReaderService,
  UrlReaderServiceReadTreeResponse,
  UrlReaderServiceReadTreeResponseFile,
} from '@backstage/backend-plugin-api';
import { ConflictError, ForwardedError, InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import type { GitHostType, Source } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { hostOf } from './hosts';
import { DESCRIPTION, requireOwnRepository } from './ownRepository';
import { baseUrlOf } from './page';
import { parseRepoUrl, type Repository } from './repoUrl';

/**
 * Only repositories of the landing zone's own git host and owner are read: the portal's sign-in there sees more than
 * who asks may see.
 * @throws InputError
 */
export function requireOwnSource(
  repository: Repository,
  zone: Pick<LandingZone, 'git' | 'title'>,
): void {
  const place = `${repository.host}/${hostOf(zone.git.type).ownerOf(repository)}`;
  const expected = `${zone.git.host}/${zone.git.owner}`;
  if (place.toLowerCase() === expected.toLowerCase()) return;
  throw new InputError(
    `The landing zone ${zone.title} takes source from ${expected}, not from ${place}.`,
  );
}

/** Reads the published commit, through the portal's own git integrations. */
export async function readCommit(
  { repoUrl, commit }: Source,
  deps: {
    type: GitHostType;
    reader: UrlReaderService;
    integrations: ScmIntegrations;
    signal: AbortSignal;
    filter?(path: string, info?: { size: number }): boolean;
  },
): Promise<UrlReaderServiceReadTreeResponse> {
  const { type, reader, integrations, signal, filter } = deps;
  const { treePath, readsOnly } = hostOf(type);
  const repository = parseRepoUrl(repoUrl);
  const base = baseUrlOf({ type, host: repository.host }, integrations);
  let tree: UrlReaderServiceReadTreeResponse;
  try {
    tree = await reader.readTree(`${base}/${treePath(repository, commit)}`, { signal, filter });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ForwardedError(
      `The commit ${commit} of ${repoUrl} could not be read: check that it is pushed, and integrations.${type} of the portal`,
      error,
    );
  }
  if (readsOnly && tree.etag !== commit) {
    throw new ConflictError(
      `The default branch of ${repoUrl} has moved on to ${tree.etag}, and ${readsOnly}: start again with that commit.`,
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
