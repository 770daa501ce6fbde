import type { KubernetesObject } from '../kubernetes/object.ts';
import { canonical } from './canonical.ts';
import type { ClusterClient } from './client.ts';
import { ownedBy } from './deployments.ts';
import { startEvents } from './events.ts';
import { keyOf, nameOf, type Informer } from './informer.ts';
import { WorkQueue } from './workQueue.ts';

interface Informers {
  replicasets: Informer;
  pods: Informer;
}

/** Gives every ReplicaSet the pods that it asks for. `admit` is what the cluster's webhooks make of a new pod. */
export function startReplicaSets(
  client: ClusterClient,
  { replicasets, pods }: Informers,
  admit: (pod: KubernetesObject, set: KubernetesObject) => Promise<KubernetesObject>,
  log: (message: string) => void,
): WorkQueue {
  const warn = startEvents(client, 'replicaset-controller', log);
  const queue = new WorkQueue(async key => {
    const set = replicasets.get(key);
    if (!set || set.metadata.deletionTimestamp) return;
    const active = pods.all().filter(pod => ownedBy(pod, set) && isActive(pod));
    const surplus = active.length - (set.spec.replicas ?? 1);
    let refused: Error | undefined;
    try {
      for (let missing = -surplus; missing > 0; missing--) {
        const pod = await admit(podOf(set), set);
        pods.accept(await client.create('pods', pod, set.metadata.namespace));
      }
    } catch (error) {
      refused = error as Error;
      warn(set, 'FailedCreate', `Error creating: ${refused.message}`);
    }
    for (const pod of active.sort(leastWorthFirst).slice(0, Math.max(0, surplus))) {
      pods.accept({
        ...pod,
        metadata: { ...pod.metadata, deletionTimestamp: new Date().toISOString() },
      });
      await client.delete('pods', pod.metadata);
    }
    const now = new Date();
    const mine = pods.all().filter(pod => ownedBy(pod, set) && isActive(pod));
    const status = replicaSetStatus(set, mine, { refused, now });
    if (canonical(status) !== canonical(set.status))
      await client.merge('replicasets', nameOf(key), { status }, 'status');
    if (refused) throw refused;
    const settled = status.availableReplicas === status.readyReplicas;
    if (!settled) queue.add(key, 1000);
  }, log);
  replicasets.onChange(now => now && queue.add(keyOf(now)));
  pods.onChange((now, before) => {
    const pod = now ?? before;
    const owner = pod?.metadata.ownerReferences?.find(one => one.controller);
    if (pod && owner?.kind === 'ReplicaSet') queue.add(`${pod.metadata.namespace}/${owner.name}`);
  });
  return queue;
}

function podOf({ metadata, spec }: KubernetesObject): KubernetesObject {
  const { template } = spec;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...template.metadata,
      name: undefined,
      generateName: `${metadata.name}-`,
      namespace: metadata.namespace,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: structuredClone(template.spec),
  };
}

function replicaSetStatus(
  set: KubernetesObject,
  pods: KubernetesObject[],
  { refused, now }: { refused?: Error; now: Date },
) {
  const steady = 1000 * (set.spec.minReadySeconds ?? 0);
  const available = pods.filter(pod => {
    const ready = readyCondition(pod);
    return (
      ready?.status === 'True' && now.getTime() - Date.parse(ready.lastTransitionTime) >= steady
    );
  });
  const before = set.status?.conditions?.find(
    (one: { type: string }) => one.type === 'ReplicaFailure',
  );
  const time = now.toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    readyReplicas: pods.filter(isReady).length,
    availableReplicas: available.length,
    conditions: refused
      ? [
          {
            type: 'ReplicaFailure',
            status: 'True',
            reason: 'FailedCreate',
            message: refused.message,
            lastTransitionTime: before?.lastTransitionTime ?? time,
          },
        ]
      : [],
  };
}

const readyCondition = (pod: KubernetesObject) =>
  pod.status?.conditions?.find((one: { type: string }) => one.type === 'Ready');

export const isReady = (pod: KubernetesObject) => readyCondition(pod)?.status === 'True';

export const isActive = ({ metadata, status }: KubernetesObject) =>
  !metadata.deletionTimestamp && !['Succeeded', 'Failed'].includes(status?.phase);

/** Pods that do not answer go first, then the youngest. */
function leastWorthFirst(a: KubernetesObject, b: KubernetesObject): number {
  if (isReady(a) !== isReady(b)) return isReady(a) ? 1 : -1;
  return String(b.metadata.creationTimestamp).localeCompare(String(a.metadata.creationTimestamp));
}
