import {
  MANAGED_BY,
  TAG_ENTITY,
  TAG_MANAGED_BY,
  TAG_TEMPLATE,
} from '@private-ai/plugin-private-ai-common';
import { NotAllowedError } from '@backstage/errors';
import { entityLabel } from '../app/entityLabel';
import type { ManifestInput } from '../app/names';
import type { ClusterClient } from './client';

/** Whose an object is: the label says it, the annotation spells it out. */
export function ownership({ request }: Pick<ManifestInput, 'request'>) {
  const template = request.templateVersion;
  return {
    labels: {
      [TAG_ENTITY]: entityLabel(request.entityRef),
      [TAG_MANAGED_BY]: MANAGED_BY,
      ...(template && isLabelValue(template) && { [TAG_TEMPLATE]: template }),
    },
    annotations: { [TAG_ENTITY]: request.entityRef },
  };
}

const isLabelValue = (value: string) => /^[a-z0-9A-Z]([\w.-]{0,61}[a-zA-Z0-9])?$/.test(value);

/**
 * An annotation says where to look, the label says whose it is: nothing is done in a namespace that carries another
 * entity's label, or none.
 * @throws NotAllowedError
 */
export async function requireOwnNamespace(
  cluster: Pick<ClusterClient, 'get'>,
  { request, names }: Pick<ManifestInput, 'request' | 'names'>,
  signal?: AbortSignal,
): Promise<void> {
  const found = await cluster.get(
    { apiVersion: 'v1', kind: 'Namespace', name: names.namespace },
    signal,
  );
  if (!found) {
    throw new NotAllowedError(
      `The namespace ${names.namespace} does not exist: provision ${request.entityRef} first.`,
    );
  }
  const label = found.metadata.labels?.[TAG_ENTITY];
  if (label !== entityLabel(request.entityRef)) {
    throw new NotAllowedError(
      `The namespace ${names.namespace} does not belong to ${request.entityRef}: it carries ${label ? "another entity's label" : `no label ${TAG_ENTITY}`}. Choose another application name.`,
    );
  }
}
