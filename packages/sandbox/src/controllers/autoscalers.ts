import type { KubernetesObject } from '../kubernetes/object.ts';
import { canonical } from './canonical.ts';
import type { ClusterClient } from './client.ts';
import { keyOf, nameOf, type Informer } from './informer.ts';
import { WorkQueue } from './workQueue.ts';

interface Informers {
  autoscalers: Informer;
  deployments: Informer;
}

/**
 * Keeps Deployments between the bounds of their HorizontalPodAutoscalers. No metrics are measured here: within the bounds
 * nothing moves, and `ScalingActive` says so.
 */
export function startAutoscalers(
  client: ClusterClient,
  { autoscalers, deployments }: Informers,
  log: (message: string) => void,
): WorkQueue {
  const targetOf = ({ metadata, spec }: KubernetesObject) =>
    spec.scaleTargetRef.kind === 'Deployment'
      ? deployments.get(`${metadata.namespace}/${spec.scaleTargetRef.name}`)
      : undefined;
  const queue = new WorkQueue(async key => {
    const autoscaler = autoscalers.get(key);
    if (!autoscaler || autoscaler.metadata.deletionTimestamp) return;
    const target = targetOf(autoscaler);
    const status = autoscalerStatus(autoscaler, target, new Date());
    const { desiredReplicas } = status;
    if (target && desiredReplicas !== (target.spec.replicas ?? 1)) {
      const name = nameOf(keyOf(target));
      deployments.accept(
        await client.merge('deployments', name, { spec: { replicas: desiredReplicas } }),
      );
    }
    if (canonical(status) === canonical(autoscaler.status)) return;
    autoscalers.accept(
      await client.merge('horizontalpodautoscalers', nameOf(key), { status }, 'status'),
    );
  }, log);
  autoscalers.onChange(now => now && queue.add(keyOf(now)));
  deployments.onChange((now, before) => {
    const { name, namespace } = ((now ?? before) as KubernetesObject).metadata;
    for (const autoscaler of autoscalers.all())
      if (
        autoscaler.metadata.namespace === namespace &&
        autoscaler.spec.scaleTargetRef.name === name
      )
        queue.add(keyOf(autoscaler));
  });
  return queue;
}

/** @param target the Deployment that it scales; undefined when there is none */
function autoscalerStatus(
  { spec, status }: KubernetesObject,
  target: KubernetesObject | undefined,
  now: Date,
) {
  const { minReplicas = 1, maxReplicas } = spec;
  const asked: number = target?.spec.replicas ?? 1;
  // With no replicas somebody has switched it off: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
  const off = asked === 0;
  const desired = off ? 0 : Math.min(maxReplicas, Math.max(minReplicas, asked));
  const condition = (type: string, holds: boolean, reason: string, message: string) => {
    const wanted = holds ? 'True' : 'False';
    const before = status?.conditions?.find((one: { type: string }) => one.type === type);
    const lastTransitionTime =
      before?.status === wanted
        ? before.lastTransitionTime
        : now.toISOString().replace(/\.\d+Z$/, 'Z');
    return { type, status: wanted, reason, message, lastTransitionTime };
  };
  return {
    currentReplicas: target?.status?.replicas ?? 0,
    desiredReplicas: target ? desired : 0,
    conditions: target
      ? [
          condition(
            'AbleToScale',
            true,
            'SucceededGetScale',
            "the HPA controller was able to get the target's current scale",
          ),
          condition(
            'ScalingActive',
            false,
            off ? 'ScalingDisabled' : 'FailedGetResourceMetric',
            off
              ? 'scaling is disabled since the replica count of the target is zero'
              : 'the HPA was unable to compute the replica count: the sandbox measures no resources of pods',
          ),
        ]
      : [
          condition(
            'AbleToScale',
            false,
            'FailedGetScale',
            `the HPA controller was unable to get the target's current scale: deployments.apps "${spec.scaleTargetRef.name}" not found`,
          ),
        ],
  };
}
