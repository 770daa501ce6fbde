import { MANAGED_BY, TAG_ENTITY, TAG_MANAGED_BY } from '@private-ai/plugin-private-ai-common';
import { entityLabel } from '../app/entityLabel';
import type { ManifestInput } from '../app/names';
import type { ClusterClient, KubernetesObject } from './client';

/** What goes on acting on the pods when no commit brings it any more. */
const kinds = [
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
];

/** Removes what an earlier commit of the app's repository brought and this one does not. */
export async function removeLeftovers(
  cluster: Pick<ClusterClient, 'list' | 'remove'>,
  { names, request }: Pick<ManifestInput, 'names' | 'request'>,
  applied: readonly KubernetesObject[],
  { signal, log }: { signal: AbortSignal; log(message: string): void },
): Promise<void> {
  const { namespace } = names;
  const labelSelector = `${TAG_ENTITY}=${entityLabel(request.entityRef)},${TAG_MANAGED_BY}=${MANAGED_BY}`;
  for (const { apiVersion, kind } of kinds) {
    const there = await cluster.list({ apiVersion, kind, namespace, labelSelector }, signal);
    for (const { metadata } of there) {
      const { name } = metadata;
      if (applied.some(one => one.kind === kind && one.metadata.name === name)) continue;
      signal.throwIfAborted();
      await cluster.remove({ apiVersion, kind, namespace, name }, signal);
      log(`${kind} ${name} is removed: the commit has it no more.`);
    }
  }
}
