import type { KubernetesObject } from '../kubernetes/object.ts';
import { canonical } from './canonical.ts';
import type { ClusterClient } from './client.ts';
import { ownedBy } from './deployments.ts';
import { keyOf, nameOf, type Informer } from './informer.ts';
import { matchesLabels } from './networkPolicy.ts';
import { isActive, isReady } from './replicaSets.ts';
import { WorkQueue } from './workQueue.ts';

interface Informers {
  budgets: Informer;
  pods: Informer;
  replicasets: Informer;
}

/** Says of every PodDisruptionBudget how many of its pods may go at this moment. */
export function startDisruptionBudgets(
  client: ClusterClient,
  { budgets, pods, replicasets }: Informers,
  log: (message: string) => void,
): WorkQueue {
  const queue = new WorkQueue(async key => {
    const budget = budgets.get(key);
    if (!budget || budget.metadata.deletionTimestamp) return;
    const mine = pods.all().filter(pod => isOf(budget, pod) && isActive(pod));
    const status = budgetStatus(budget, mine, replicasets.all(), new Date());
    if (canonical(status) === canonical(budget.status)) return;
    const written = await client.merge('poddisruptionbudgets', nameOf(key), { status }, 'status');
    budgets.accept(written);
  }, log);
  budgets.onChange(now => now && queue.add(keyOf(now)));
  pods.onChange((now, before) => {
    for (const budget of budgets.all())
      if ([now, before].some(pod => pod && isOf(budget, pod))) queue.add(keyOf(budget));
  });
  // Heard by a watch of their own, later than the pods perhaps: how many are expected is theirs to say.
  replicasets.onChange((now, before) => {
    const { namespace } = ((now ?? before) as KubernetesObject).metadata;
    for (const budget of budgets.all())
      if (budget.metadata.namespace === namespace) queue.add(keyOf(budget));
  });
  return queue;
}

const isOf = ({ metadata, spec }: KubernetesObject, pod: KubernetesObject) =>
  pod.metadata.namespace === metadata.namespace &&
  spec.selector !== undefined &&
  matchesLabels(spec.selector, pod.metadata.labels ?? {});

/** As the disruption controller counts: shares are of what the pods' controllers ask for, and rounded up. */
function budgetStatus(
  budget: KubernetesObject,
  pods: KubernetesObject[],
  sets: KubernetesObject[],
  now: Date,
) {
  const { minAvailable, maxUnavailable } = budget.spec;
  const asked = sets
    .filter(set => pods.some(pod => ownedBy(pod, set)))
    .reduce((total, set) => total + (set.spec.replicas ?? 1), 0);
  const isCount = typeof minAvailable === 'number';
  const expectedPods = isCount ? pods.length : asked;
  const share = (value: number | string) =>
    typeof value === 'number'
      ? value
      : Math.ceil((Number.parseInt(value, 10) / 100) * expectedPods);
  const desiredHealthy =
    minAvailable === undefined
      ? Math.max(0, expectedPods - share(maxUnavailable ?? 0))
      : share(minAvailable);
  const currentHealthy = pods.filter(isReady).length;
  const disruptionsAllowed = expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0;
  const allowed = disruptionsAllowed > 0 ? 'True' : 'False';
  const before = budget.status?.conditions?.find(
    (one: { type: string }) => one.type === 'DisruptionAllowed',
  );
  return {
    observedGeneration: budget.metadata.generation,
    disruptionsAllowed,
    currentHealthy,
    desiredHealthy,
    expectedPods,
    conditions: [
      {
        type: 'DisruptionAllowed',
        status: allowed,
        reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
        message: '',
        observedGeneration: budget.metadata.generation,
        lastTransitionTime:
          before?.status === allowed
            ? before.lastTransitionTime
            : now.toISOString().replace(/\.\d+Z$/, 'Z'),
      },
    ],
  };
}
