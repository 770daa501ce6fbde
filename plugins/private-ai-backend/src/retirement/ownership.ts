import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import { sameText } from '../azure/resourceId';
import type { KubernetesObject } from '../kubernetes/client';
import { isManaged, isOf } from '../kubernetes/ownership';

type Tags = Record<string, string> | undefined;

/** Whether a tag says that it is for this application, whoever put it there. */
export const isFor = (tags: Tags, entityRef: string): boolean =>
  sameText(tags?.[TAG_ENTITY], entityRef);

/** Whether the portal made it, for this application: only then is it taken away again. */
export const isOurs = (tags: Tags, entityRef: string): boolean =>
  isFor(tags, entityRef) && tags?.[TAG_MANAGED_BY] === MANAGED_BY;

/** The same of a namespace. */
export const isOurNamespace = (namespace: KubernetesObject, entityRef: string): boolean =>
  isOf(entityRef)(namespace) && isManaged(namespace);
