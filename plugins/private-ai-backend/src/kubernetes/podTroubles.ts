import type { KubernetesObject } from './client';

/** What keeps a pod, or the ReplicaSet that should make it, from running. */
export interface Trouble {
  /** Without the last log lines. */
  sentence: string;
  /** Whose log says more. */
  log?: { pod: string; container: string; previous: boolean };
  /** It will not pass by itself: waiting for the deadline would only lose time. */
  final: boolean;
}

const finalReasons: Record<string, string> = {
  ImagePullBackOff: 'the image cannot be pulled',
  ErrImageNeverPull: 'the image is not on the node, and pulling is off',
  InvalidImageName: 'the name of the image is not valid',
  CreateContainerConfigError: 'something that it refers to (a Secret, a ConfigMap) is missing',
  CreateContainerError: 'the container cannot be made',
  CrashLoopBackOff: 'it ends again and again',
  RunContainerError: 'it cannot be started',
};

interface ContainerStatus {
  name: string;
  ready?: boolean;
  restartCount?: number;
  state?: {
    waiting?: { reason?: string; message?: string };
    terminated?: { reason?: string; exitCode?: number; message?: string };
  };
  lastState?: { terminated?: { reason?: string; exitCode?: number } };
}

/** The first thing that keeps a pod from being ready, named by pod, container and reason; undefined when it is ready. */
export function podTrouble(pod: KubernetesObject): Trouble | undefined {
  const { name } = pod.metadata;
  const { initContainerStatuses = [], containerStatuses = [] } = (pod.status ?? {}) as {
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
  for (const status of [...initContainerStatuses, ...containerStatuses]) {
    const trouble = containerTrouble(name, status);
    if (trouble) return trouble;
  }
  const conditions: Condition[] = pod.status?.conditions ?? [];
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') {
    return {
      sentence: `Pod ${name} finds no node (${scheduled.reason ?? 'Unschedulable'}): ${said(scheduled.message)}`,
      final: false,
    };
  }
  const waiting = containerStatuses.find(({ ready }) => !ready);
  if (waiting) {
    return {
      sentence: `Pod ${name}: container ${waiting.name} is not ready; its readiness probe has not passed.`,
      log: { pod: name, container: waiting.name, previous: false },
      final: false,
    };
  }
  const ready = conditions.find(({ type }) => type === 'Ready');
  return ready?.status === 'True'
    ? undefined
    : { sentence: `Pod ${name} is ${pod.status?.phase ?? 'Pending'}.`, final: false };
}

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

function containerTrouble(pod: string, status: ContainerStatus): Trouble | undefined {
  const { waiting, terminated } = status.state ?? {};
  const known = waiting?.reason && finalReasons[waiting.reason];
  if (waiting?.reason && known) {
    const crashed = waiting.reason === 'CrashLoopBackOff';
    const last = crashed ? lastEnd(status) : '';
    // Kubernetes' own words about a crash only repeat how long it waits.
    const more = waiting.message && !crashed ? `: ${said(waiting.message)}` : '.';
    return {
      sentence: `Pod ${pod}: container ${status.name}: ${known}${last} (${waiting.reason})${more}`,
      log: crashed ? { pod, container: status.name, previous: true } : undefined,
      final: true,
    };
  }
  if (terminated && terminated.exitCode !== 0) {
    return {
      sentence: `Pod ${pod}: container ${status.name} ended with exit code ${terminated.exitCode ?? '?'} (${terminated.reason ?? 'Error'}).`,
      log: { pod, container: status.name, previous: false },
      final: false,
    };
  }
  return undefined;
}

function lastEnd({ lastState }: ContainerStatus): string {
  const { reason, exitCode } = lastState?.terminated ?? {};
  if (reason === 'OOMKilled')
    return ', last because it took more memory than resources.limits.memory of manifests/deployment.yaml allows';
  return exitCode === undefined ? '' : `, last with exit code ${exitCode}`;
}

/** A ReplicaSet that may not make its pods: quota and admission speak there, not on any pod. */
export function replicaSetTrouble(replicaSet: KubernetesObject): Trouble | undefined {
  const conditions: Condition[] = replicaSet.status?.conditions ?? [];
  const failure = conditions.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  if (!failure) return undefined;
  const why = /exceeded quota/.test(failure.message ?? '')
    ? "the namespace's quota is used up; ask for less in manifests/deployment.yaml, or have the platform team raise guardrails.quota"
    : "the cluster's admission refuses its pods";
  return {
    sentence: `ReplicaSet ${replicaSet.metadata.name}: ${why} (${failure.reason ?? 'FailedCreate'}): ${said(failure.message)}`,
    final: true,
  };
}

const said = (message: string | undefined) =>
  `${(message ?? 'no reason given').trim().replace(/\s+/g, ' ').replace(/\.$/, '')}.`;
