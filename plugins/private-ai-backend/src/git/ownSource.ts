import type { Entity } from '@backstage/catalog-model';
import type { ScmIntegrations } from '@backstage/integration';
import type { LandingZone } from '../config/landingZone';
import type { Repository } from './repoUrl';
import { requireOwnSource } from './source';
import { sourceRepository } from './sourceLocation';

/**
 * The entity's own repository, among those that the landing zone takes source from: before it is asked for anything.
 * @throws NotFoundError, InputError
 */
export function ownRepositoryOf(
  entity: Entity,
  zone: LandingZone,
  integrations: ScmIntegrations,
): Repository {
  const repository = sourceRepository(entity, zone.git, integrations);
  requireOwnSource(repository, zone);
  return repository;
}
