import { ConflictError } from '@backstage/errors';
import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../app/entityLabel';
import { isFor, isOurs } from '../azure/tags';
import type { KubernetesObject } from '../kubernetes/client';
import { isOf, isOurs as isOursInCluster } from '../kubernetes/ownership';

/**
 * What exists in Azure is touched only if its tags say that the portal made it for this application.
 * @throws ConflictError
 */
export function requireOurTags(
  title: string,
  tags: Record<string, string> | undefined,
  entityRef: string,
): void {
  if (isOurs(tags, entityRef)) return;
  throw notOurs(title, tags?.[TAG_ENTITY], isFor(tags, entityRef) && TAG_ENTITY);
}

/**
 * The same in the cluster, where the label says whose it is and the annotation spells it out.
 * @throws ConflictError
 */
export function requireOurLabels(title: string, object: KubernetesObject, entityRef: string): void {
  if (isOursInCluster(entityRef)(object)) return;
  const { annotations, labels } = object.metadata;
  const half = isOf(entityRef)(object) && `${TAG_ENTITY}=${entityLabel(entityRef)}`;
  const other = labels?.[TAG_ENTITY] && `the application of the label ${labels[TAG_ENTITY]}`;
  throw notOurs(title, annotations?.[TAG_ENTITY] ?? other, half);
}

/** @param half - the one mark of the two that it carries */
function notOurs(
  title: string,
  owner: string | undefined,
  half: string | undefined | false,
): ConflictError {
  if (half) {
    return new ConflictError(
      `${title} exists and was not made by the portal: it carries ${half}, but not ${TAG_MANAGED_BY}=${MANAGED_BY}. It is left as it is. Choose another application name, or have the platform team set both where the portal is to change and remove it.`,
    );
  }
  return new ConflictError(
    owner
      ? `${title} exists and belongs to ${owner}: it is left as it is. Choose another application name.`
      : `${title} exists and is not the portal’s (it has no ${TAG_ENTITY}): it is left as it is. Choose another application name, or have the platform team rename it.`,
  );
}
