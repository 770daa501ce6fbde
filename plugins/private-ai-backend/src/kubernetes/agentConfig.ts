import { createHash } from 'node:crypto';
import type { ManifestInput } from '../app/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/** Annotation of the pods: the hash of the configuration that they were started with. */
export const CONFIG_HASH = 'private-ai/agent-config-hash';

/** The key of what the agent is told. */
export const INSTRUCTIONS = 'AGENT_INSTRUCTIONS';

/** What may change while the repository stays as it is: the agent reads it from its environment. */
export function agentConfigMap(
  input: ManifestInput,
  modelDeployment = input.names.modelDeployment,
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: input.names.agentConfig,
      namespace: input.names.namespace,
      ...ownership(input),
    },
    data: {
      [INSTRUCTIONS]: input.request.instructions,
      AZURE_OPENAI_DEPLOYMENT_NAME: modelDeployment,
    },
  };
}

/**
 * Of everything that a process reads once, when it starts: the same for the same values, in whatever order they come.
 * @param caBundle - the landing zone's, where it has one
 */
export function configHash({ data = {} }: KubernetesObject, caBundle?: string): string {
  const sorted = Object.entries<string>(data).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const read = caBundle === undefined ? sorted : [...sorted, caBundle];
  return createHash('sha256').update(JSON.stringify(read)).digest('hex').slice(0, 32);
}
