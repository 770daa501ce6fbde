import { CustomErrorBase } from '@backstage/errors';
import type { ClusterClient, KubernetesObject } from './client';
import { podTrouble, replicaSetTrouble, type Trouble } from './podTroubles';
import { systemClock, type Clock } from '../time/clock';

/** A Deployment that did not come up: names pod, container and reason. */
class RolloutError extends CustomErrorBase {
  name = 'RolloutError' as const;
  readonly statusCode = 502;
  readonly resource: string;

  constructor(message: string, resource: string) {
    super(message);
    this.resource = resource;
  }
}

export interface RolloutOptions {
  signal: AbortSignal;
  log(message: string): void;
  /** Milliseconds until it has to be up. */
  deadlineMs?: number;
  pollMs?: number;
  /** How long a trouble that will not pass may last before it counts: a Secret may arrive a moment later. */
  patienceMs?: number;
  clock?: Clock;
}

/**
 * Waits until all replicas of a Deployment run its newest template and are available. Polls: a watch can hang.
 * @throws RolloutError that names pod, container and reason, with the last log lines of what crashed
 */
export async function rolledOut(
  cluster: ClusterClient,
  { namespace, name }: { namespace: string; name: string },
  options: RolloutOptions,
): Promise<void> {
  const { signal, log, deadlineMs = 300_000, pollMs = 1_000, patienceMs = 10_000 } = options;
  const { clock = systemClock } = options;
  const resource = `Deployment ${name} in namespace ${namespace}`;
  const started = clock.now();
  // A container that crashes runs again for a moment in between: only the absence of any trouble takes it back.
  let final: { trouble: Trouble; since: number } | undefined;
  let said = { text: '', at: 0 };

  for (;;) {
    const deployment = await cluster.get(
      { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name },
      signal,
    );
    if (!deployment) throw new RolloutError(`${resource} was removed while it came up.`, resource);
    const { done, progress } = progressOf(deployment);
    if (done) {
      log(`${name}: ${progress}.`);
      return;
    }
    const trouble = await findTrouble(cluster, deployment, signal);
    if (!trouble) final = undefined;
    else if (trouble.final) final = { trouble, since: final?.since ?? clock.now() };
    const lasting = final !== undefined && clock.now() - final.since >= patienceMs;
    if (lasting || clock.now() - started >= deadlineMs) {
      const told = final?.trouble ?? trouble;
      const lines = told?.log && (await lastLines(cluster, namespace, told.log, signal));
      const after = lasting ? '' : ` after ${Math.round(deadlineMs / 1000)} s`;
      throw new RolloutError(
        `${name} did not come up${after} (${progress}). ${told?.sentence ?? 'No pod says why.'}${lines ? `\nIts last lines:\n${lines}` : ''}`,
        resource,
      );
    }
    const text = `${name}: ${progress}.${trouble ? ` ${trouble.sentence}` : ''}`;
    if (text !== said.text || clock.now() - said.at >= 20_000) {
      log(`${text} ${Math.round((clock.now() - started) / 1000)} s so far.`);
      said = { text, at: clock.now() };
    }
    await clock.sleep(pollMs, signal);
  }
}

/** Whether its controller has come to what was last asked of it. */
export const isObserved = ({ metadata, status }: KubernetesObject): boolean =>
  (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0);

/** As `kubectl rollout status` judges it. */
export function progressOf(deployment: KubernetesObject): { done: boolean; progress: string } {
  const wanted: number = deployment.spec?.replicas ?? 1;
  const status = deployment.status ?? {};
  const updated: number = status.updatedReplicas ?? 0;
  const available: number = status.availableReplicas ?? 0;
  const total: number = status.replicas ?? 0;
  const seen = isObserved(deployment);
  return {
    done: seen && updated === wanted && available === wanted && total === wanted,
    // The older ones are counted among the available until they are gone.
    progress: `${seen ? Math.max(0, available - (total - updated)) : 0} of ${wanted} new replicas available`,
  };
}

/** What keeps the newest pods from running; older ones, and others', are left aside. */
export async function findTrouble(
  cluster: Pick<ClusterClient, 'list'>,
  deployment: KubernetesObject,
  signal: AbortSignal,
): Promise<Trouble | undefined> {
  const newest = newestOf(deployment, await replicaSetsOf(cluster, deployment, signal));
  if (!newest) return undefined;
  const refused = replicaSetTrouble(newest);
  if (refused) return refused;
  const { namespace } = deployment.metadata;
  const pods = await cluster.list(
    { apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: selectorOf(deployment) },
    signal,
  );
  const troubles = pods
    .filter(pod => isOwnedBy(pod, newest.metadata.uid))
    .flatMap(pod => podTrouble(pod) ?? []);
  return troubles.find(({ final }) => final) ?? troubles[0];
}

/** Those that may be a Deployment's; {@link ownReplicaSets} are. */
export function replicaSetsOf(
  cluster: Pick<ClusterClient, 'list'>,
  deployment: KubernetesObject,
  signal: AbortSignal,
): Promise<KubernetesObject[]> {
  const { namespace } = deployment.metadata;
  const labelSelector = selectorOf(deployment);
  return cluster.list(
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, labelSelector },
    signal,
  );
}

export const ownReplicaSets = (
  { metadata }: KubernetesObject,
  replicaSets: readonly KubernetesObject[],
) => replicaSets.filter(one => isOwnedBy(one, metadata.uid));

/** The ReplicaSet of a Deployment's template as it is now. */
export const newestOf = (deployment: KubernetesObject, replicaSets: readonly KubernetesObject[]) =>
  ownReplicaSets(deployment, replicaSets).find(one => revisionOf(one) === revisionOf(deployment));

export const revisionOf = ({ metadata }: KubernetesObject) =>
  Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);

function selectorOf({ spec }: KubernetesObject): string {
  const labels: Record<string, string> = spec?.selector?.matchLabels ?? {};
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

function isOwnedBy(object: KubernetesObject, uid: string | undefined): boolean {
  return object.metadata.ownerReferences?.some(owner => owner.uid === uid) ?? false;
}

async function lastLines(
  cluster: ClusterClient,
  namespace: string,
  { pod, container, previous }: NonNullable<Trouble['log']>,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const one of previous ? [true, false] : [false]) {
    const text = await cluster
      .logs({ namespace, name: pod, container, previous: one, lines: 15 }, signal)
      .catch(() => undefined);
    if (text?.trim()) return text.trim();
  }
  return undefined;
}
