import type { KubernetesObject } from './object.ts';
import { quantity, written } from './quantity.ts';

type Amounts = Record<string, string>;
interface Container {
  name: string;
  resources?: Record<'limits' | 'requests', Amounts | undefined>;
}

/** The quota resources that pods use up, and where a container says how much. */
function meaning(
  resource: string,
): { field: 'limits' | 'requests'; name: string } | 'count' | undefined {
  if (resource === 'pods' || resource === 'count/pods') return 'count';
  if (resource === 'cpu' || resource === 'memory') return { field: 'requests', name: resource };
  const [, field, name] =
    /^(limits|requests)\.(cpu|memory|ephemeral-storage)$/.exec(resource) ?? [];
  return field ? { field: field as 'limits' | 'requests', name } : undefined;
}

const finished = (pod: KubernetesObject) => ['Succeeded', 'Failed'].includes(pod.status?.phase);

/** How much of a quota's resource a pod uses: the sum of its containers, or the largest init container. */
function use(pod: KubernetesObject, resource: string): number {
  const what = meaning(resource);
  if (what === 'count') return 1;
  if (!what || finished(pod)) return 0;
  const of = ({ resources }: Container) => quantity(resources?.[what.field]?.[what.name] ?? 0) ?? 0;
  const sum = ((pod.spec?.containers ?? []) as Container[]).reduce(
    (total, one) => total + of(one),
    0,
  );
  return Math.max(sum, ...((pod.spec?.initContainers ?? []) as Container[]).map(of));
}

const amount = (resource: string, value: number) => written(value, /memory|storage/.test(resource));

/** A quota's status for the pods that there are. */
export function quotaStatus(quota: KubernetesObject, pods: KubernetesObject[]) {
  const hard: Amounts = quota.spec?.hard ?? {};
  const used = Object.keys(hard).map(resource => {
    const total = pods.reduce((sum, pod) => sum + use(pod, resource), 0);
    return [resource, amount(resource, total)];
  });
  return { hard, used: Object.fromEntries(used) as Amounts };
}

/** Why a new pod does not fit into a quota; undefined when it does. */
export function quotaRefusal(
  quota: KubernetesObject,
  pod: KubernetesObject,
  pods: KubernetesObject[],
): string | undefined {
  const { name } = quota.metadata;
  const { hard, used } = quotaStatus(quota, pods);
  const resources = Object.keys(hard).filter(meaning).sort();
  const missing = resources.flatMap(resource => {
    const what = meaning(resource);
    if (!what || what === 'count') return [];
    const without = ((pod.spec?.containers ?? []) as Container[]).filter(
      container => container.resources?.[what.field]?.[what.name] === undefined,
    );
    return without.length ? [`${resource} for: ${without.map(one => one.name).join(',')}`] : [];
  });
  if (missing.length) return `failed quota: ${name}: must specify ${missing.join('; ')}`;
  const exceeded = resources.filter(
    resource =>
      (quantity(used[resource]) ?? 0) + use(pod, resource) > (quantity(hard[resource]) ?? 0) + 1e-9,
  );
  if (exceeded.length === 0) return undefined;
  const shown = (of: (resource: string) => string) =>
    exceeded.map(resource => `${resource}=${of(resource)}`).join(',');
  const requested = shown(resource => amount(resource, use(pod, resource)));
  return `exceeded quota: ${name}, requested: ${requested}, used: ${shown(one => used[one])}, limited: ${shown(one => hard[one])}`;
}
