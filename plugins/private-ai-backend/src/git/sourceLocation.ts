import {
  ANNOTATION_SOURCE_LOCATION,
  getEntitySourceLocation,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import { repositoryOfAddress, type Target } from './page';
import type { Repository } from './repoUrl';

/**
 * The repository that an entity comes from, as its annotation `backstage.io/source-location` (or else its location in the
 * catalog) says it, wherever that is.
 * @throws NotFoundError where no annotation says it, InputError where it is no repository of that kind of host
 */
export function sourceRepository(
  entity: Entity,
  git: Target,
  integrations: ScmIntegrations,
): Repository {
  const entityRef = stringifyEntityRef(entity);
  let target: string;
  try {
    ({ target } = getEntitySourceLocation(entity));
  } catch {
    throw new NotFoundError(
      `${entityRef} does not say where its source is: it needs the annotation ${ANNOTATION_SOURCE_LOCATION}.`,
    );
  }
  const repository = repositoryOfAddress(target, git, integrations);
  if (repository) return repository;
  throw new InputError(
    `The source of ${entityRef} is said to be at ${target}, which is no repository on ${git.type} (annotation ${ANNOTATION_SOURCE_LOCATION}).`,
  );
}
