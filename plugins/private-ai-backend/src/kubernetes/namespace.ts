import { belongingMarks } from '../app/belonging';
import type { ManifestInput } from '../app/names';
import type { KubernetesObject } from './client';
import { limitRange } from './limitRange';
import { networkPolicies } from './networkPolicies';
import { ownership } from './ownership';
import { resourceQuota } from './resourceQuota';

/** The namespace itself, under Pod Security's strictest level, as a certain version of Kubernetes understands it. */
export function namespace(input: ManifestInput): KubernetesObject {
  const { labels, annotations } = ownership(input);
  const { podSecurityVersion } = input.zone.guardrails;
  const levels = ['enforce', 'audit', 'warn'].flatMap(mode => [
    [`pod-security.kubernetes.io/${mode}`, 'restricted'],
    [`pod-security.kubernetes.io/${mode}-version`, podSecurityVersion],
  ]);
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: input.names.namespace,
      labels: { ...labels, ...Object.fromEntries(levels) },
      annotations: {
        ...annotations,
        ...belongingMarks({ ...input.request, origin: input.origin }),
      },
    },
  };
}

/** The namespace with its guard rails, in the order in which to apply them. */
export function namespaceManifests(input: ManifestInput): KubernetesObject[] {
  return [namespace(input), resourceQuota(input), limitRange(input), ...networkPolicies(input)];
}
