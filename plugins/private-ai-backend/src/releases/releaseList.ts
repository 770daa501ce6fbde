import type { Release } from '@private-ai/plugin-private-ai-common';
import { COMMIT } from '../kubernetes/commitMark';
import type { KubernetesObject } from '../kubernetes/client';
import { newestOf, ownReplicaSets, progressOf, revisionOf } from '../kubernetes/rollout';
import type { HeldRelease } from './history';

/**
 * What runs, and what ran, newest first: the cluster keeps a ReplicaSet for every template that a Deployment had
 * (`revisionHistoryLimit`, ten when left out). One image of one commit stands once, whatever else changed between.
 * @param repositories - where the app's images lie, and lay: tells its container from those beside it
 * @param failing - what keeps the newest pods from running will not pass by itself
 */
export function releasesOf(
  deployment: KubernetesObject,
  replicaSets: readonly KubernetesObject[],
  { repositories, failing }: { repositories: readonly string[]; failing: boolean },
): HeldRelease[] {
  const newest = newestOf(deployment, replicaSets);
  const { done } = progressOf(deployment);
  const stateOf = (one: KubernetesObject): Release['state'] => {
    if (one !== newest) return (one.status?.availableReplicas ?? 0) > 0 ? 'running' : 'former';
    // Scaled to nothing it is done, too, and does not run.
    if (done) return deployment.spec?.replicas === 0 ? 'former' : 'running';
    return failing || isOverdue(deployment) ? 'failed' : 'coming-up';
  };
  const found = ownReplicaSets(deployment, replicaSets)
    .sort((a, b) => revisionOf(b) - revisionOf(a))
    .flatMap((one): HeldRelease[] => {
      const image = imageOf(one, repositories);
      if (!image) return [];
      const commit: string | undefined = one.spec?.template?.metadata?.annotations?.[COMMIT];
      const releasedAt = (one === newest && broughtBack(one, deployment)) || madeAt(one);
      return [{ image, ...(commit && { commit }), releasedAt, state: stateOf(one) }];
    });
  return found.filter(
    (one, index) =>
      found.findIndex(({ image, commit }) => image === one.image && commit === one.commit) ===
      index,
  );
}

function imageOf({ spec }: KubernetesObject, repositories: readonly string[]): string | undefined {
  const containers: { image?: string }[] = spec?.template?.spec?.containers ?? [];
  const own = containers.find(({ image }) =>
    repositories.some(repository => image?.startsWith(`${repository}@`)),
  );
  return (own ?? containers[0])?.image;
}

const madeAt = ({ metadata }: KubernetesObject) => metadata.creationTimestamp ?? '';

/** When a ReplicaSet of an earlier time was taken up again: its own time is that of its first release. */
function broughtBack(one: KubernetesObject, deployment: KubernetesObject): string | undefined {
  if (!one.metadata.annotations?.['deployment.kubernetes.io/revision-history']) return undefined;
  return progressing(deployment)?.lastUpdateTime;
}

interface Progressing {
  type: string;
  status: string;
  lastUpdateTime?: string;
}

const progressing = ({ status }: KubernetesObject) =>
  ((status?.conditions ?? []) as Progressing[]).find(({ type }) => type === 'Progressing');

/** Beyond the Deployment's own `progressDeadlineSeconds`. */
const isOverdue = (deployment: KubernetesObject) => progressing(deployment)?.status === 'False';
