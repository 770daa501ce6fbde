import type { KubernetesObject } from '../kubernetes/object.ts';
import type { Container } from './podEnvironment.ts';

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
  container: ContainerRecord;
}

/** As the API writes times: whole seconds. */
export const timestamp = (date: Date) => date.toISOString().replace(/\.\d+Z$/, 'Z');

/** The status that a kubelet writes for a pod; times of conditions stay where nothing changed. */
export function podStatus(pod: KubernetesObject, record: PodRecord, now: Date) {
  const [first, ...others] = pod.spec.containers as Container[];
  const containerStatuses = [
    statusOf(first, record.container),
    ...others.map(other => statusOf(other, notRun)),
  ];
  const phase = phaseOf(pod, record.container.state);
  const unready = containerStatuses.filter(one => !one.ready).map(one => one.name);
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
    condition('Initialized', true),
    condition('Ready', ready, why),
    condition('ContainersReady', ready, why),
    condition('PodScheduled', true),
  ].map(one => {
    const before = pod.status?.conditions?.find((kept: { type: string }) => kept.type === one.type);
    const same = before?.status === one.status;
    return { ...one, lastTransitionTime: same ? before.lastTransitionTime : timestamp(now) };
  });
  return {
    phase,
    conditions,
    hostIP: record.hostIP,
    hostIPs: [{ ip: record.hostIP }],
    podIP: record.podIP,
    podIPs: [{ ip: record.podIP }],
    startTime: record.startTime,
    containerStatuses,
  };
}

const notRun: ContainerRecord = {
  state: {
    waiting: {
      reason: 'CreateContainerError',
      message: "the sandbox's kubelet runs the first container of a pod only",
    },
  },
  restartCount: 0,
  started: false,
  ready: false,
};

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

function phaseOf({ spec, status }: KubernetesObject, state: ContainerState): string {
  if ('running' in state) return 'Running';
  const final = spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure';
  if ('terminated' in state && final) {
    if (state.terminated.exitCode === 0) return 'Succeeded';
    if (spec.restartPolicy === 'Never') return 'Failed';
  }
  // A pod that once ran does not go back to Pending while its container waits for a restart.
  return status?.phase === 'Running' || 'terminated' in state ? 'Running' : 'Pending';
}

function condition(type: string, holds: boolean, why?: { reason: string; message?: string }) {
  return { type, status: holds ? ('True' as const) : ('False' as const), ...(!holds && why) };
}
