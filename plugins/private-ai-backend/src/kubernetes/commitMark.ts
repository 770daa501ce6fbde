import type { KubernetesObject } from './client';

/** On the pod template, so that every ReplicaSet says what it was made from: a commit's full hash. */
export const COMMIT = 'private-ai-commit';

/** The Deployment with the commit that its image and its manifest come from. */
export function withCommit(deployment: KubernetesObject, commit: string): KubernetesObject {
  const { spec } = deployment;
  const { metadata } = spec.template;
  const annotations = { ...metadata?.annotations, [COMMIT]: commit };
  return {
    ...deployment,
    spec: { ...spec, template: { ...spec.template, metadata: { ...metadata, annotations } } },
  };
}
