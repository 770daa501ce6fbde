import type { ManifestInput } from '../landingZones/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/** The developer's Service (or another object of the repository) in its place, with its owner. */
export function placed(manifest: KubernetesObject, input: ManifestInput): KubernetesObject {
  const { labels, annotations } = ownership(input);
  return {
    ...manifest,
    metadata: {
      ...manifest.metadata,
      namespace: input.names.namespace,
      labels: { ...manifest.metadata?.labels, ...labels },
      annotations: { ...manifest.metadata?.annotations, ...annotations },
    },
  };
}

/** The developer's Service under the app's name: the portal and the entity's annotation look for it there. */
export function serviceFor(manifest: KubernetesObject, input: ManifestInput): KubernetesObject {
  const service = placed(manifest, input);
  return { ...service, metadata: { ...service.metadata, name: input.names.service } };
}
