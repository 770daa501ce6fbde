import type { ManifestInput } from '../app/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/** What a container gets that does not say: without it the quota would refuse its pod. */
export function limitRange(input: ManifestInput): KubernetesObject {
  const { limits } = input.zone.guardrails;
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'private-ai', namespace: input.names.namespace, ...ownership(input) },
    spec: {
      limits: [
        {
          type: 'Container',
          default: { ...limits.default },
          defaultRequest: { ...limits.defaultRequest },
          max: { ...limits.max },
        },
      ],
    },
  };
}
