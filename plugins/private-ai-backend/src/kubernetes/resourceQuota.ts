import type { ManifestInput } from '../app/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/** What the whole namespace may take. */
export function resourceQuota(input: ManifestInput): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'private-ai', namespace: input.names.namespace, ...ownership(input) },
    spec: { hard: { ...input.zone.guardrails.quota } },
  };
}
