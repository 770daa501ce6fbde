import type { KubernetesObject } from '../kubernetes/object.ts';
import { quantity } from '../kubernetes/quantity.ts';
import type { ClusterClient } from './client.ts';
import { startEvents } from './events.ts';
import { keyOf, nameOf, type Informer } from './informer.ts';
import { requestsOf } from './podResources.ts';
import { timestamp } from './podStatus.ts';
import { WorkQueue } from './workQueue.ts';

const lookAgain = 5000;

/** Binds pods that no node was chosen for to the node that has room for them, and says why there is none. */
export function startScheduler(
  client: ClusterClient,
  pods: Informer,
  log: (message: string) => void,
): WorkQueue {
  const warn = startEvents(client, 'default-scheduler', log);
  const queue = new WorkQueue(async key => {
    const pod = pods.get(key);
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return;
    const { items: nodes } = await client.list('nodes');
    const reasons = nodes.map(node => ({ node, refusals: refusals(pod, node, pods.all()) }));
    const fitting = reasons.find(one => one.refusals.length === 0);
    if (fitting) {
      pods.accept({ ...pod, spec: { ...pod.spec, nodeName: fitting.node.metadata.name } });
      await client.bind(pod.metadata, fitting.node.metadata.name);
      return;
    }
    const message = unschedulable(reasons.map(one => one.refusals));
    queue.add(key, lookAgain);
    const before = conditionOf(pod);
    if (before?.message === message) return;
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message,
      lastTransitionTime: before?.lastTransitionTime ?? timestamp(new Date()),
    };
    const others = (pod.status?.conditions ?? []).filter(
      (one: { type: string }) => one.type !== 'PodScheduled',
    );
    const status = { conditions: [...others, condition] };
    pods.accept(await client.merge('pods', nameOf(key), { status }, 'status'));
    warn(pod, 'FailedScheduling', message);
  }, log);
  pods.onChange(now => now && !now.spec.nodeName && queue.add(keyOf(now)));
  return queue;
}

const conditionOf = (pod: KubernetesObject) =>
  pod.status?.conditions?.find((one: { type: string }) => one.type === 'PodScheduled');

interface Taint {
  key: string;
  value?: string;
  effect: string;
}

interface Toleration {
  key?: string;
  operator?: string;
  value?: string;
  effect?: string;
}

/** Why a pod cannot run on a node, each in the scheduler's words; `final` when nobody could make room. */
function refusals(
  pod: KubernetesObject,
  node: KubernetesObject,
  pods: KubernetesObject[],
): { reason: string; final: boolean }[] {
  if (node.spec?.unschedulable) return [{ reason: 'node(s) were unschedulable', final: true }];
  const taint = ((node.spec?.taints ?? []) as Taint[]).find(
    one => one.effect !== 'PreferNoSchedule' && !tolerated(one, pod.spec.tolerations ?? []),
  );
  if (taint) {
    const { key, value = '' } = taint;
    return [{ reason: `node(s) had untolerated taint {${key}: ${value}}`, final: true }];
  }
  const labels = node.metadata.labels ?? {};
  if (!selected(pod, labels))
    return [{ reason: "node(s) didn't match Pod's node affinity/selector", final: true }];
  const here = pods.filter(
    one =>
      one.spec.nodeName === node.metadata.name &&
      !['Succeeded', 'Failed'].includes(one.status?.phase) &&
      one.metadata.uid !== pod.metadata.uid,
  );
  const allocatable: Record<string, string> = node.status?.allocatable ?? {};
  const asked = requestsOf(pod);
  const short = (['cpu', 'memory'] as const).filter(resource => {
    const used = here.reduce((total, one) => total + requestsOf(one)[resource], 0);
    return asked[resource] > 0 && used + asked[resource] > (quantity(allocatable[resource]) ?? 0);
  });
  return [
    ...(here.length >= Number(allocatable.pods ?? 110) ? ['Too many pods'] : []),
    ...short.map(resource => `Insufficient ${resource}`),
  ].map(reason => ({ reason, final: false }));
}

function tolerated({ key, value = '', effect }: Taint, tolerations: Toleration[]): boolean {
  return tolerations.some(
    one =>
      (!one.effect || one.effect === effect) &&
      (one.operator === 'Exists'
        ? !one.key || one.key === key
        : one.key === key && (one.value ?? '') === value),
  );
}

interface Expression {
  key: string;
  operator: string;
  values?: string[];
}

function selected({ spec }: KubernetesObject, labels: Record<string, string>): boolean {
  const named = Object.entries<string>(spec.nodeSelector ?? {}).every(
    ([key, value]) => labels[key] === value,
  );
  const terms: { matchExpressions?: Expression[] }[] | undefined =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  const matches = ({ key, operator, values = [] }: Expression) => {
    if (operator === 'Exists') return key in labels;
    if (operator === 'DoesNotExist') return !(key in labels);
    if (operator === 'Gt') return Number(labels[key]) > Number(values[0]);
    if (operator === 'Lt') return Number(labels[key]) < Number(values[0]);
    return values.includes(labels[key]) === (operator === 'In');
  };
  return (
    named && (!terms || terms.some(({ matchExpressions = [] }) => matchExpressions.every(matches)))
  );
}

/** The scheduler's sentence: each reason with the number of nodes, and what pushing others out would bring. */
function unschedulable(nodes: { reason: string; final: boolean }[][]): string {
  if (nodes.length === 0) return 'no nodes available to schedule pods';
  const counted = (words: string[]) =>
    [...new Set(words)]
      .map(word => `${words.filter(one => one === word).length} ${word}`)
      .sort()
      .join(', ');
  const within = `0/${nodes.length} nodes are available`;
  const preemption = nodes.map(reasons =>
    reasons.some(({ final }) => final)
      ? 'Preemption is not helpful for scheduling'
      : 'No preemption victims found for incoming pod',
  );
  const refused = counted(nodes.flat().map(({ reason }) => reason));
  return `${within}: ${refused}. preemption: ${within}: ${counted(preemption)}.`;
}
