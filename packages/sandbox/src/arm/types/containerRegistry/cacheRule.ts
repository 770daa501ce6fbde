import { ArmError } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';

const cacheRuleType = 'Microsoft.ContainerRegistry/registries/cacheRules';

/** A repository of another registry, kept in this one. */
export const cacheRule: ResourceType = {
  type: cacheRuleType,
  write: { path: 'operationStatuses', state: 'Creating', updateState: 'Updating' },
  remove: { path: 'operationStatuses', location: 'also' },
  prepare({ id, body, existing, arm }) {
    const { sourceRepository, targetRepository } = body.properties ?? {};
    const twin = arm
      .list(id.parent, cacheRuleType)
      .find(
        ({ name, properties }) =>
          name.toLowerCase() !== id.name.toLowerCase() &&
          properties.targetRepository === targetRepository,
      );
    if (twin)
      throw new ArmError(
        409,
        'CacheRuleTargetRepositoryConflict',
        `The target repository '${targetRepository}' is used by the cache rule '${twin.name}'.`,
      );
    if (!sourceRepository?.includes('/') || !targetRepository)
      throw new ArmError(
        400,
        'InvalidCacheRule',
        `The cache rule '${id.name}' needs a source repository with its registry, and a target repository.`,
      );
    return {
      ...body.properties,
      creationDate: existing?.properties.creationDate ?? new Date().toISOString(),
    };
  },
};
