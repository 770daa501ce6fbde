import type { Kind } from './kinds.ts';
import { servedKind } from './kinds.ts';
import { limitDefaults, limitViolations } from './limitRange.ts';
import type { KubernetesObject } from './object.ts';
import type { Objects } from './objects.ts';
import { enforcedLevel, violations } from './podSecurity.ts';
import type { Fields } from './podDefaults.ts';
import { quotaRefusal } from './resourceQuota.ts';
import { forbidden, notFound } from './status.ts';

const namespaces = servedKind('Namespace');

/** New things go only into a namespace that is there and stays. @throws StatusError 404, 403 */
export function admitToNamespace(kind: Kind, object: KubernetesObject, objects: Objects): void {
  const { namespace, name, generateName } = object.metadata;
  if (!kind.namespaced || !namespace) return;
  const found = objects.get(namespaces, undefined, namespace);
  if (!found) throw notFound(namespaces, namespace);
  if (found.metadata.deletionTimestamp) {
    throw forbidden(
      kind,
      name ?? generateName,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
      [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    );
  }
}

/** What admission fills into a new pod: its ServiceAccount, LimitRange defaults, tolerations, its class. */
export function completePod(pod: KubernetesObject, objects: Objects): KubernetesObject {
  const { namespace } = pod.metadata;
  const limited = limitDefaults(pod, objects.list(servedKind('LimitRange'), namespace));
  const completed = structuredClone(limited);
  completed.spec.serviceAccountName ??= 'default';
  completed.spec.serviceAccount = completed.spec.serviceAccountName;
  completed.spec.tolerations = nodeTolerations(completed.spec.tolerations);
  completed.spec.priority ??= 0;
  completed.spec.preemptionPolicy ??= 'PreemptLowerPriority';
  completed.status = { phase: 'Pending', qosClass: qosClass(completed) };
  return completed;
}

/** What speaks against a new pod: its account, its security, its limits, the quota. @throws StatusError 403 */
export function admitPod(kind: Kind, pod: KubernetesObject, objects: Objects): void {
  const { namespace = '', name } = pod.metadata;
  const account: string = pod.spec.serviceAccountName;
  if (!objects.get(servedKind('ServiceAccount'), namespace, account)) {
    throw forbidden(
      kind,
      name,
      `error looking up service account ${namespace}/${account}: serviceaccount "${account}" not found`,
    );
  }
  const home = objects.get(namespaces, undefined, namespace);
  const level = home ? enforcedLevel(home) : 'privileged';
  const insecure = violations(level, pod);
  if (insecure.length) {
    const version = home?.metadata.labels?.['pod-security.kubernetes.io/enforce-version'];
    throw forbidden(
      kind,
      name,
      `violates PodSecurity "${level}:${version ?? 'latest'}": ${insecure.join(', ')}`,
    );
  }
  const beyond = limitViolations(pod, objects.list(servedKind('LimitRange'), namespace));
  if (beyond.length) {
    throw forbidden(kind, name, beyond.length > 1 ? `[${beyond.join(', ')}]` : beyond[0]);
  }
  const pods = objects.list(kind, namespace);
  for (const quota of objects.list(servedKind('ResourceQuota'), namespace)) {
    const refusal = quotaRefusal(quota, pod, pods);
    if (refusal) throw forbidden(kind, name, refusal);
  }
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
function qosClass(pod: KubernetesObject): string {
  type Resources = Record<'limits' | 'requests', Record<string, string> | undefined>;
  const all: Resources[] = [...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(
    ({ resources }: { resources: Resources }) => resources,
  );
  const asks = (of: Resources) => Object.keys({ ...of.limits, ...of.requests }).length > 0;
  if (!all.some(asks)) return 'BestEffort';
  const fixed = all.every(({ limits, requests }) =>
    ['cpu', 'memory'].every(name => limits?.[name] && limits[name] === requests?.[name]),
  );
  return fixed ? 'Guaranteed' : 'Burstable';
}

/** Every pod may stay five minutes on a node that is not ready. */
function nodeTolerations(given: Fields[] = []): Fields[] {
  const added = ['not-ready', 'unreachable']
    .map(condition => `node.kubernetes.io/${condition}`)
    .filter(key => !given.some(one => one.key === key))
    .map(key => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  return [...given, ...added];
}
