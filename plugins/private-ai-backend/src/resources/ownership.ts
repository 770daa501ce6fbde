import { ConflictError } from '@backstage/errors';
import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../app/entityLabel';
import type { KubernetesObject } from '../kubernetes/client';

/**
 * What exists in Azure is touched only if its tag says that it belongs to this application.
 * @throws ConflictError
 */
export function requireOurTag(
  title: string,
  tags: Record<string, string> | undefined,
  entityRef: string,
): void {
  const owner = tags?.[TAG_ENTITY];
  if (owner?.toLowerCase() !== entityRef.toLowerCase()) throw notOurs(title, owner);
}

/**
 * The same in the cluster, where the label says whose it is and the annotation spells it out.
 * @throws ConflictError
 */
export function requireOurLabel(
  title: string,
  { metadata }: KubernetesObject,
  entityRef: string,
): void {
  if (metadata.labels?.[TAG_ENTITY] !== entityLabel(entityRef))
    throw notOurs(title, metadata.annotations?.[TAG_ENTITY]);
}

function notOurs(title: string, owner: string | undefined): ConflictError {
  return new ConflictError(
    owner
      ? `${title} exists and belongs to ${owner}: it is left as it is. Choose another application name.`
      : `${title} exists and is not the portal’s (it has no ${TAG_ENTITY}): it is left as it is. Choose another application name, or have the platform team rename it.`,
  );
}
