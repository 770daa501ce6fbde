import type { Workload } from '@private-ai/plugin-private-ai-common';
import type { KubernetesObject } from '../kubernetes/client';
import { isFullHash } from '../git/commit';
import { COMMIT } from '../kubernetes/commitMark';
import { isObserved, progressOf } from '../kubernetes/rollout';

/** How long pods that are not up yet are told from pods that do not come up: an image is pulled, a node may be made. */
const startingMs = 120_000;

/** A Deployment as far as it says how the application is. */
export function deploymentFacts(deployment: KubernetesObject): NonNullable<Workload['deployment']> {
  const wanted: number = deployment.spec?.replicas ?? 1;
  const available: number = deployment.status?.availableReplicas ?? 0;
  const ready = progressOf(deployment).done ? wanted : Math.min(available, wanted);
  const since = wanted === 0 ? scaledAt(deployment) : availableAt(deployment);
  const starting = ready < wanted && isBegun(deployment);
  return { wanted, ready, ...(since && { since }), ...(starting && { starting }) };
}

/** The commit that all of its pods run; undefined while another comes up, or fails to, and where nobody has said it. */
export function commitRunning(deployment: KubernetesObject): string | undefined {
  const commit = deployment.spec?.template?.metadata?.annotations?.[COMMIT];
  const runs = progressOf(deployment).done && deployment.spec?.replicas !== 0;
  return runs && isFullHash(commit) ? commit : undefined;
}

interface Condition {
  type: string;
  status?: string;
  reason?: string;
  lastTransitionTime?: string;
  lastUpdateTime?: string;
}

/** Somebody has said a moment ago that it is to run, or run something else. Pods that have died are another matter. */
function isBegun(deployment: KubernetesObject): boolean {
  const rollout = conditionOf(deployment, 'Progressing');
  if (rollout?.status === 'False') return false;
  const isRolling = rollout && rollout.reason !== 'NewReplicaSetAvailable';
  const said = [scaledAt(deployment), isRolling ? rollout.lastUpdateTime : undefined];
  return (
    !isObserved(deployment) ||
    said.some(time => time !== undefined && Date.now() - Date.parse(time) < startingMs)
  );
}

const conditionOf = ({ status }: KubernetesObject, type: string): Condition | undefined =>
  ((status?.conditions ?? []) as Condition[]).find(one => one.type === type);

const availableAt = (deployment: KubernetesObject): string | undefined =>
  conditionOf(deployment, 'Available')?.lastTransitionTime;

/** When somebody last said how many pods there are to be: who keeps that field wrote it then. */
function scaledAt({ metadata }: KubernetesObject): string | undefined {
  const managers = (metadata.managedFields ?? []) as {
    time?: string;
    fieldsV1?: { 'f:spec'?: Record<string, unknown> };
  }[];
  const told = managers.filter(({ fieldsV1 }) => fieldsV1?.['f:spec']?.['f:replicas']);
  return told
    .flatMap(({ time }) => time ?? [])
    .sort()
    .at(-1);
}

/**
 * Whether one of the pods that a Service leads to is ready; undefined where it does not choose them by label.
 * @param pods - those that it leads to
 */
export function serves(
  service: KubernetesObject | undefined,
  pods: readonly KubernetesObject[],
): Workload['serving'] {
  if (!service) return 'no-service';
  if (Object.keys(service.spec?.selector ?? {}).length === 0) return undefined;
  return pods.some(isReady) ? 'yes' : 'no';
}

const isReady = ({ status, metadata }: KubernetesObject) =>
  !metadata.deletionTimestamp &&
  ((status?.conditions ?? []) as { type: string; status: string }[]).some(
    one => one.type === 'Ready' && one.status === 'True',
  );
