import type { KubernetesObject } from '../kubernetes/object.ts';
import { strategyOf, sum } from './rollout.ts';

export interface Condition {
  type: string;
  status: 'True' | 'False';
  reason?: string;
  message?: string;
  lastUpdateTime?: string;
  lastTransitionTime?: string;
}

interface Sets {
  fresh: KubernetesObject;
  all: KubernetesObject[];
}

/** A Deployment's status, from those of its ReplicaSets; times of conditions stay where nothing changed. */
export function deploymentStatus(deployment: KubernetesObject, { fresh, all }: Sets, now: Date) {
  const of = (set: KubernetesObject, field: string): number => set.status?.[field] ?? 0;
  const total = (field: string) => sum(all.map(set => of(set, field)));
  const wanted: number = deployment.spec.replicas ?? 1;
  const before = deployment.status ?? {};
  const counts = {
    replicas: total('replicas'),
    updatedReplicas: of(fresh, 'replicas'),
    readyReplicas: total('readyReplicas'),
    availableReplicas: total('availableReplicas'),
    unavailableReplicas: Math.max(
      0,
      sum(all.map(set => set.spec.replicas ?? 1)) - total('availableReplicas'),
    ),
  };
  const complete =
    counts.updatedReplicas === wanted &&
    counts.replicas === wanted &&
    counts.availableReplicas === wanted &&
    (fresh.status?.observedGeneration ?? 0) >= (fresh.metadata.generation ?? 0);
  const moved = (
    ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas'] as const
  ).some(field => counts[field] !== (before[field] ?? 0));
  const conditions: Condition[] = [
    availability(deployment, counts.availableReplicas),
    progress(deployment, fresh.metadata.name, { complete, moved, now }),
    ...failure(fresh),
  ];
  return {
    observedGeneration: deployment.metadata.generation,
    ...counts,
    conditions: conditions.map(one => timed(one, before.conditions, { now, moved })),
  };
}

function availability(deployment: KubernetesObject, available: number): Condition {
  const { replicas, maxUnavailable } = strategyOf(deployment);
  return available >= replicas - maxUnavailable
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

function progress(
  deployment: KubernetesObject,
  set: string,
  { complete, moved, now }: { complete: boolean; moved: boolean; now: Date },
): Condition {
  const condition = { type: 'Progressing', status: 'True' } as const;
  if (complete)
    return {
      ...condition,
      reason: 'NewReplicaSetAvailable',
      message: `ReplicaSet "${set}" has successfully progressed.`,
    };
  const before = find(deployment.status?.conditions, 'Progressing');
  const since = Date.parse(before?.lastUpdateTime ?? now.toISOString());
  const deadline = 1000 * (deployment.spec.progressDeadlineSeconds ?? 600);
  const seen = deployment.status?.observedGeneration === deployment.metadata.generation;
  if (
    seen &&
    !moved &&
    before?.reason !== 'NewReplicaSetAvailable' &&
    now.getTime() - since > deadline
  )
    return {
      type: 'Progressing',
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: `ReplicaSet "${set}" has timed out progressing.`,
    };
  return {
    ...condition,
    reason: 'ReplicaSetUpdated',
    message: `ReplicaSet "${set}" is progressing.`,
  };
}

function failure(fresh: KubernetesObject): Condition[] {
  const found = find(fresh.status?.conditions, 'ReplicaFailure');
  if (!found) return [];
  const { type, status, reason, message } = found;
  return [{ type, status, reason, message }];
}

function timed(
  condition: Condition,
  before: Condition[] | undefined,
  { now, moved }: { now: Date; moved: boolean },
): Condition {
  const kept = find(before, condition.type);
  const time = now.toISOString().replace(/\.\d+Z$/, 'Z');
  const same = kept?.status === condition.status;
  const still = same && kept?.reason === condition.reason && kept?.message === condition.message;
  const restarted = condition.type === 'Progressing' && moved;
  return {
    type: condition.type,
    status: condition.status,
    lastUpdateTime: still && !restarted ? kept?.lastUpdateTime : time,
    lastTransitionTime: same ? kept?.lastTransitionTime : time,
    reason: condition.reason,
    message: condition.message,
  };
}

const find = (conditions: Condition[] | undefined, type: string) =>
  conditions?.find(one => one.type === type);
