import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { canonical } from './canonical.ts';
import { ClusterError, type ClusterClient } from './client.ts';
import { deploymentStatus } from './deploymentStatus.ts';
import { keyOf, nameOf, type Informer } from './informer.ts';
import { nextScales, scaleOf, strategyOf } from './rollout.ts';
import { WorkQueue } from './workQueue.ts';

const revision = 'deployment.kubernetes.io/revision';
/** Revisions that a ReplicaSet was before it was taken up again, with commas between. */
const revisionHistory = 'deployment.kubernetes.io/revision-history';
const hashLabel = 'pod-template-hash';
const progressCheck = 5000;

interface Informers {
  deployments: Informer;
  replicasets: Informer;
}

/** Brings every Deployment in order through its ReplicaSets. Await `stop` before the client is closed. */
export function startDeployments(
  client: ClusterClient,
  { deployments, replicasets }: Informers,
  log: (message: string) => void,
): WorkQueue {
  const queue = new WorkQueue(async key => {
    const deployment = deployments.get(key);
    if (!deployment || deployment.metadata.deletionTimestamp) return;
    const sets = replicasets
      .all()
      .filter(set => ownedBy(set, deployment))
      .sort((a, b) => revisionOf(a) - revisionOf(b));
    const fresh = await freshSet(client, deployment, sets);
    replicasets.accept(fresh);
    const old = sets.filter(set => keyOf(set) !== keyOf(fresh));
    const all = [...old, fresh];
    if (!deployment.spec.paused) await scale(client, replicasets, deployment, fresh, old);
    await forget(client, deployment, old);
    await note(client, deployment, fresh);
    const status = deploymentStatus(deployment, { fresh, all }, new Date());
    if (canonical(status) !== canonical(deployment.status))
      await client.merge('deployments', nameOf(key), { status }, 'status');
    const complete = status.conditions.some(one => one.reason === 'NewReplicaSetAvailable');
    if (!complete) queue.add(key, progressCheck);
  }, log);
  deployments.onChange(now => now && queue.add(keyOf(now)));
  replicasets.onChange((now, before) => {
    const set = now ?? before;
    const owner = set?.metadata.ownerReferences?.find(one => one.controller);
    if (set && owner?.kind === 'Deployment') queue.add(`${set.metadata.namespace}/${owner.name}`);
  });
  return queue;
}

/** The name part that tells one pod template from another. */
function podTemplateHash(template: unknown): string {
  // The letters that Kubernetes uses: no vowels, no look-alikes.
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  const bytes = createHash('sha256').update(canonical(template)).digest().subarray(0, 10);
  return [...bytes].map(byte => letters[byte % letters.length]).join('');
}

/** The ReplicaSet of the Deployment's present template; made when there is none. */
async function freshSet(
  client: ClusterClient,
  deployment: KubernetesObject,
  sets: KubernetesObject[],
): Promise<KubernetesObject> {
  const wanted = canonical(deployment.spec.template);
  const newest = Math.max(0, ...sets.map(revisionOf));
  const found = sets.find(set => canonical(withoutHash(set.spec.template)) === wanted);
  if (found) {
    if (revisionOf(found) === newest) return found;
    const { annotations } = found.metadata;
    const history = [annotations?.[revisionHistory], annotations?.[revision]].filter(Boolean);
    return client.merge('replicasets', objectName(found), {
      metadata: {
        annotations: { [revision]: String(newest + 1), [revisionHistory]: history.join(',') },
      },
    });
  }
  const hash = podTemplateHash(deployment.spec.template);
  const { namespace, name, uid } = deployment.metadata;
  const { template, minReadySeconds } = deployment.spec;
  const labels = { ...template.metadata?.labels, [hashLabel]: hash };
  try {
    return await client.create(
      'replicasets',
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: {
          name: `${name}-${hash}`,
          namespace,
          labels,
          annotations: { [revision]: String(newest + 1) },
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: 'Deployment',
              name,
              uid,
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
        spec: {
          replicas: 0,
          ...(minReadySeconds && { minReadySeconds }),
          selector: {
            ...deployment.spec.selector,
            matchLabels: { ...deployment.spec.selector.matchLabels, [hashLabel]: hash },
          },
          template: { ...template, metadata: { ...template.metadata, labels } },
        },
      },
      namespace,
    );
  } catch (error) {
    // Made by the turn before this one, whose news has not come yet.
    const existing =
      error instanceof ClusterError &&
      error.status === 409 &&
      (await client.get('replicasets', { namespace, name: `${name}-${hash}` }));
    if (existing && ownedBy(existing, deployment)) return existing;
    throw error;
  }
}

async function scale(
  client: ClusterClient,
  replicasets: Informer,
  deployment: KubernetesObject,
  fresh: KubernetesObject,
  old: KubernetesObject[],
): Promise<void> {
  const next = nextScales(
    strategyOf(deployment),
    scaleOf(fresh),
    old.map(set => ({ ...scaleOf(set), pods: set.status?.replicas ?? 0 })),
  );
  for (const set of [fresh, ...old]) {
    const replicas = next.get(set.metadata.name);
    if (replicas === (set.spec.replicas ?? 1)) continue;
    replicasets.accept(await client.merge('replicasets', objectName(set), { spec: { replicas } }));
  }
}

/** Old ReplicaSets are kept for a rollback, `revisionHistoryLimit` of them. */
async function forget(
  client: ClusterClient,
  deployment: KubernetesObject,
  old: KubernetesObject[],
): Promise<void> {
  const empty = old.filter(set => set.spec.replicas === 0 && !set.status?.replicas);
  const keep: number = deployment.spec.revisionHistoryLimit ?? 10;
  for (const set of empty.slice(0, Math.max(0, empty.length - keep)))
    await client.delete('replicasets', objectName(set));
}

async function note(
  client: ClusterClient,
  deployment: KubernetesObject,
  fresh: KubernetesObject,
): Promise<void> {
  const number = String(revisionOf(fresh));
  if (deployment.metadata.annotations?.[revision] === number) return;
  await client.merge('deployments', objectName(deployment), {
    metadata: { annotations: { [revision]: number } },
  });
}

const objectName = ({ metadata: { namespace, name, uid } }: KubernetesObject) => ({
  namespace,
  name,
  uid,
});

export const ownedBy = (object: KubernetesObject, owner: KubernetesObject) =>
  object.metadata.ownerReferences?.some(one => one.controller && one.uid === owner.metadata.uid) ??
  false;

const revisionOf = ({ metadata }: KubernetesObject) =>
  Number(metadata.annotations?.[revision] ?? 0);

function withoutHash(template: KubernetesObject): unknown {
  const { [hashLabel]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}
