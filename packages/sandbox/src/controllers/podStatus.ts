import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Container } from './podEnvironment.ts';
import { isSidecar } from './podResources.ts';

/** A container's state in the API's form: exactly one of the three. */
export type ContainerState =
  | { waiting: { reason: string; message?: string } }
  | { running: { startedAt: string } }
  | {
      terminated: {
        exitCode: number;
        signal?: number;
        reason: string;
        message?: string;
        startedAt?: string;
        finishedAt: string;
        containerID?: string;
      };
    };

/** What the kubelet knows of the container that it runs. */
export interface ContainerRecord {
  state: ContainerState;
  lastState?: ContainerState;
  restartCount: number;
  started: boolean;
  ready: boolean;
  containerID?: string;
  imageID?: string;
}

export interface PodRecord {
  podIP: string;
  hostIP: string;
  /** RFC 3339. */
  startTime: string;
  /** In the order of the manifest. */
  initContainers: ContainerRecord[];
  containers: ContainerRecord[];
}

/** As the API writes times: whole seconds. */
export const timestamp = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z');

/** The status that a kubelet writes for a pod; times of conditions stay where nothing changed. */
export function podStatus(pod: KubernetesObject, record: PodRecord, now: Date) {
  const inits: Container[] = pod.spec.initContainers ?? [];
  const containers: Container[] = pod.spec.containers;
  const incomplete = inits
    .filter((one, index) => !isComplete(one, record.initContainers[index]))
    .map(one => one.name);
  const phase = phaseOf(pod, record, incomplete.length > 0);
  const unready = [
    ...inits.filter((one, index) => isSidecar(one) && !record.initContainers[index].ready),
    ...containers.filter((_, index) => !record.containers[index].ready),
  ].map(one => one.name);
  const ready = unready.length === 0;
  const why =
    phase === 'Succeeded'
      ? { reason: 'PodCompleted' }
      : {
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${unready.join(' ')}]`,
        };
  const conditions = [
    condition('PodReadyToStartContainers', true),
    condition('Initialized', incomplete.length === 0, {
      reason: 'ContainersNotInitialized',
      message: `containers with incomplete status: [${incomplete.join(' ')}]`,
    }),
    condition('Ready', ready, why),
    condition('ContainersReady', ready, why),
    condition('PodScheduled', true),
  ].map(one => {
    const before = pod.status?.conditions?.find((kept: { type: string }) => kept.type === one.type);
    const same = before?.status === one.status;
    return { ...one, lastTransitionTime: same ? before.lastTransitionTime : timestamp(now) };
  });
  const statuses = (all: Container[], records: ContainerRecord[]) =>
    all.map((container, index) => statusOf(container, records[index]));
  return {
    phase,
    conditions,
    hostIP: record.hostIP,
    hostIPs: [{ ip: record.hostIP }],
    podIP: record.podIP,
    podIPs: [{ ip: record.podIP }],
    startTime: record.startTime,
    ...(inits.length > 0 && { initContainerStatuses: statuses(inits, record.initContainers) }),
    containerStatuses: statuses(containers, record.containers),
  };
}

function statusOf({ name, image }: Container, record: ContainerRecord) {
  return {
    name,
    image,
    imageID: record.imageID ?? '',
    ...(record.containerID && { containerID: record.containerID }),
    ready: record.ready,
    started: record.started,
    restartCount: record.restartCount,
    state: record.state,
    lastState: record.lastState ?? {},
  };
}

/** An init container that has done its work, or a sidecar that has begun (and may have ended with the others). */
const isComplete = (container: Container, { state, started }: ContainerRecord) =>
  isSidecar(container)
    ? started || 'terminated' in state
    : 'terminated' in state && state.terminated.exitCode === 0;

/** As the kubelet decides: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase */
function phaseOf({ spec }: KubernetesObject, record: PodRecord, initializing: boolean): string {
  const never = spec.restartPolicy === 'Never';
  const failed = ({ state }: ContainerRecord) =>
    'terminated' in state && state.terminated.exitCode !== 0;
  const inits = record.initContainers.filter((_, index) => !isSidecar(spec.initContainers[index]));
  if (initializing) return never && inits.some(failed) ? 'Failed' : 'Pending';
  const all = record.containers;
  const waits = ({ state, lastState }: ContainerRecord) =>
    'waiting' in state && !(lastState && 'terminated' in lastState);
  if (all.some(waits)) return 'Pending';
  if (all.some(({ state }) => 'running' in state)) return 'Running';
  if (spec.restartPolicy !== 'Never' && spec.restartPolicy !== 'OnFailure') return 'Running';
  if (!all.some(one => failed(one) || 'waiting' in one.state)) return 'Succeeded';
  return never ? 'Failed' : 'Running';
}

function condition(type: string, holds: boolean, why?: { reason: string; message?: string }) {
  return { type, status: holds ? ('True' as const) : ('False' as const), ...(!holds && why) };
}
