import type { KubernetesObject, ObjectRef } from './client';
import { COMMIT } from './commitMark';

/** On all that is a preview's, its pods among it: neither the application's Service nor its Deployment goes by this label. */
export const PREVIEW = 'private-ai-preview';
const IMAGE = 'private-ai-preview-image';
const BY = 'private-ai-preview-by';
const SINCE = 'private-ai-preview-since';
const UNTIL = 'private-ai-preview-until';

/** What is known of a preview: its Deployment says it, so that it is found, and ends, whatever became of the portal's database. */
export interface PreviewFacts {
  commit: string;
  /** By digest. */
  image: string;
  by?: string;
  /** ISO 8601. */
  since: string;
  until: string;
}

/** Kubernetes Deployment and Service of the preview beside an application's. */
export const previewName = (service: string) => `${service}-preview`;

export const previewRef = (names: { namespace: string; service: string }): ObjectRef => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: names.namespace,
  name: previewName(names.service),
});

export const isPreview = ({ metadata }: KubernetesObject): boolean =>
  metadata.labels?.[PREVIEW] !== undefined;

/** What a preview's Deployment says of it. One that says no end has none to wait for. */
export function previewFacts({ metadata, spec }: KubernetesObject): PreviewFacts {
  const { annotations = {}, creationTimestamp = '' } = metadata;
  const since = annotations[SINCE] ?? creationTimestamp;
  const by = annotations[BY];
  return {
    commit: spec.template.metadata?.annotations?.[COMMIT] ?? '',
    image: annotations[IMAGE] ?? '',
    ...(by && { by }),
    since,
    until: annotations[UNTIL] ?? since,
  };
}

/** Its time is over; so is that of one whose end cannot be read. */
export const isOver = ({ until }: Pick<PreviewFacts, 'until'>, now: number): boolean =>
  !(Date.parse(until) > now);

/** The same, as it is written on its Deployment. */
export const previewAnnotations = ({ image, by, since, until }: PreviewFacts) => ({
  [IMAGE]: image,
  ...(by && { [BY]: by }),
  [SINCE]: since,
  [UNTIL]: until,
});
