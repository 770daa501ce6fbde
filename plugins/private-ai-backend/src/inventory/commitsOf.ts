import {
  ANNOTATION_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type { ScmIntegrations } from '@backstage/integration';
import type { CommitTold } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { isFullHash } from '../git/commit';
import type { CommitsTold } from '../git/commitsTold';
import { ownRepositoryOf } from '../git/ownSource';
import { pagesOf } from '../git/pages';
import { sameRepository, type Repository } from '../git/repoUrl';
import { sourceRepository } from '../git/sourceLocation';
import { asking } from './asking';

/**
 * Of an app's commits: their pages, and what the git host says of them as far as it answers. Messages and names are told of the
 * repository alone in which the catalog found the entity: an annotation may name any that the portal's sign-in may read.
 */
export async function commitsOf(
  entity: Entity,
  zone: LandingZone,
  named: readonly (string | undefined)[],
  {
    running,
    integrations,
    problems,
    told,
    away,
  }: {
    running?: string;
    integrations: ScmIntegrations;
    problems: string[];
    told: CommitsTold;
    /** The git host does not answer. */
    away: boolean;
  },
): Promise<Record<string, CommitTold>> {
  const hashes = [...new Set(named)].filter(isFullHash);
  const repository = repositoryIn(entity, zone, integrations);
  if (!repository) return {};
  const { type, host } = zone.git;
  const isOwn = isDescribedIn(entity, repository, zone, integrations);
  if (isOwn && !away) {
    await asking(`The git host ${host}`, problems, signal =>
      told.learn(repository, type, hashes, { integrations, signal }),
    );
  }
  const known = (hash: string) => (isOwn ? told.of(repository, hash) : {});
  return Object.fromEntries(
    hashes.map(hash => [
      hash,
      { ...pagesOf(repository, type, hash, { running, integrations }), ...known(hash) },
    ]),
  );
}

/** Undefined where its annotations name none of the landing zone; why is told of the newest commit. */
function repositoryIn(
  entity: Entity,
  zone: LandingZone,
  integrations: ScmIntegrations,
): Repository | undefined {
  try {
    return ownRepositoryOf(entity, zone, integrations);
  } catch {
    return undefined;
  }
}

/** Where an entity was found the catalog itself writes down; where its source is anybody may who describes it. */
function isDescribedIn(
  { metadata, ...entity }: Entity,
  repository: Repository,
  zone: LandingZone,
  integrations: ScmIntegrations,
): boolean {
  const { [ANNOTATION_SOURCE_LOCATION]: _, ...annotations } = metadata.annotations ?? {};
  if (!annotations[ANNOTATION_LOCATION]) return false;
  try {
    const found = sourceRepository(
      { ...entity, metadata: { ...metadata, annotations } },
      zone.git,
      integrations,
    );
    return sameRepository(found, repository);
  } catch {
    return false;
  }
}
