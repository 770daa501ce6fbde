import type { Release } from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import type { ClusterClient } from '../kubernetes/client';
import { findTrouble, progressOf, replicaSetsOf } from '../kubernetes/rollout';
import { imageRepository } from '../app/imageRepository';
import { releasesOf } from './releaseList';

/** The releases of an app as its cluster holds them; none before the first. Ask whose the namespace is before. */
export async function askReleases(
  { namespace, service: { name }, zone }: AppLocation,
  cluster: ClusterClient,
  signal: AbortSignal,
): Promise<Release[]> {
  const deployment = await cluster.get(
    { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name },
    signal,
  );
  if (!deployment) return [];
  const replicaSets = await replicaSetsOf(cluster, deployment, signal);
  const trouble = progressOf(deployment).done
    ? undefined
    : await findTrouble(cluster, deployment, signal);
  return releasesOf(deployment, replicaSets, {
    repository: imageRepository({ name }, zone),
    failing: trouble?.final ?? false,
  });
}
