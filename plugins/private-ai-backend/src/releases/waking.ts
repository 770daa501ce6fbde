import type { ClusterClient, KubernetesObject } from '../kubernetes/client';

/**
 * A release is to run. What somebody scaled to nothing gets the pods that the repository asks for, or one where it leaves that
 * to an autoscaler, which does nothing while there is none. Applying alone would not do: the number is whose who said it last.
 * @returns whether it had been scaled to nothing
 */
export async function woken(
  cluster: Pick<ClusterClient, 'get' | 'scale'>,
  { metadata, spec }: KubernetesObject,
  signal: AbortSignal,
): Promise<boolean> {
  const { name, namespace = '' } = metadata;
  const before = await cluster.get(
    { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name },
    signal,
  );
  const wanted: number = spec?.replicas ?? 1;
  if (before?.spec?.replicas !== 0 || wanted === 0) return false;
  await cluster.scale({ namespace, name }, wanted, signal);
  return true;
}
