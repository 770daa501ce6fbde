import type { AppLocation } from '../app/location';
import type { ClusterClient } from '../kubernetes/client';
import { findTrouble, progressOf, replicaSetsOf } from '../kubernetes/rollout';
import { formerRepository, imageRepository } from '../app/imageRepository';
import type { HeldRelease } from './history';
import { releasesOf } from './releaseList';

/** The releases of an app as its cluster holds them; none before the first. Ask whose the namespace is before. */
export async function askReleases(
  at: Pick<AppLocation, 'entityRef' | 'namespace' | 'service' | 'zone'>,
  cluster: ClusterClient,
  signal: AbortSignal,
): Promise<HeldRelease[]> {
  const { entityRef, namespace, zone } = at;
  const { name } = at.service;
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
    repositories: [imageRepository({ name, entityRef }, zone), formerRepository({ name }, zone)],
    failing: trouble?.final ?? false,
  });
}
