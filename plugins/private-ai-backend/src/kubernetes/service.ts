import { InputError } from '@backstage/errors';
import type { ManifestInput } from '../app/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/**
 * An object of the developer's repository in its place, with its owner; what scales, scales the app's Deployment.
 * @throws InputError for one that would replace the portal's own
 */
export function placed(manifest: KubernetesObject, input: ManifestInput): KubernetesObject {
  const { agentConfig, caBundle, portalKeys } = input.names;
  const { name } = manifest.metadata;
  if (manifest.kind === 'ConfigMap' && [agentConfig, caBundle, portalKeys].includes(name)) {
    throw new InputError(
      `The folder manifests has a ConfigMap ${name}, which is the portal’s own: give it another name.`,
    );
  }
  const { labels, annotations } = ownership(input);
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: input.names.service };
  return {
    ...manifest,
    ...(manifest.kind === 'HorizontalPodAutoscaler' && {
      spec: { ...manifest.spec, scaleTargetRef },
    }),
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
