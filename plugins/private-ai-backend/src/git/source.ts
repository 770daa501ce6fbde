import { InputError } from '@backstage/errors';
import type { Source } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { hostOf } from './hosts';
import { DESCRIPTION, largestDescription, requireOwnRepository } from './ownRepository';
import type { ReadBounds } from './readBounds';
import { readFiles, type ReadFile, type Reading } from './readTree';
import type { Repository } from './repoUrl';

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

/**
 * Whether the commit is there and describes the entity, and nothing more.
 * @returns the owner that it names
 * @throws NotAllowedError where it is another's
 */
export async function readDescription(
  source: Source,
  entityRef: string,
  deps: Reading,
): Promise<string | undefined> {
  const bounds: ReadBounds = {
    largest: path => (path === DESCRIPTION ? largestDescription : undefined),
    entries: 1,
    bytes: largestDescription,
    advice: 'it says there whose the repository is.',
  };
  return requireDescribed(await readFiles(source, { ...deps, bounds }), entityRef, source);
}

/** @param files - of the commit, its description among them @returns the owner that it names */
export async function requireDescribed(
  files: readonly ReadFile[],
  entityRef: string,
  { repoUrl }: Source,
): Promise<string | undefined> {
  const text = files.find(({ path }) => path === DESCRIPTION)?.content.toString('utf8') ?? '';
  return requireOwnRepository(text, { entityRef, repoUrl });
}
