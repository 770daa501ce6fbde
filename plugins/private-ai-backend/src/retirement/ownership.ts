import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import { sameText } from '../azure/resourceId';
import { entityLabel } from '../app/entityLabel';
import type { KubernetesObject } from '../kubernetes/client';

type Tags = Record<string, string> | undefined;

/** Whether a tag says that it is for this application, whoever put it there. */
export const isFor = (tags: Tags, entityRef: string): boolean =>
  sameText(tags?.[TAG_ENTITY], entityRef);

/** Whether the portal made it, for this application: only then is it taken away again. */
export const isOurs = (tags: Tags, entityRef: string): boolean =>
  isFor(tags, entityRef) && tags?.[TAG_MANAGED_BY] === MANAGED_BY;

/** In the cluster the label holds a hash. A namespace labelled by hand, for a service that was there before, is not ours. */
export const isOurNamespace = ({ metadata }: KubernetesObject, entityRef: string): boolean =>
  metadata.labels?.[TAG_ENTITY] === entityLabel(entityRef) &&
  metadata.labels?.[TAG_MANAGED_BY] === MANAGED_BY;
