import type { KubernetesObject } from './object.ts';
import { quantity } from './quantity.ts';

type Amounts = Record<string, string>;
interface Limit {
  type: string;
  default?: Amounts;
  defaultRequest?: Amounts;
  max?: Amounts;
  min?: Amounts;
}
interface Container {
  name: string;
  resources?: { limits?: Amounts; requests?: Amounts };
}

const containerLimits = (ranges: KubernetesObject[]) =>
  ranges
    .flatMap(range => (range.spec?.limits ?? []) as Limit[])
    .filter(limit => limit.type === 'Container');

/** Gives a pod's containers the defaults of the namespace's LimitRanges, and notes it as the API server does. */
export function limitDefaults(pod: KubernetesObject, ranges: KubernetesObject[]): KubernetesObject {
  const limits = containerLimits(ranges);
  if (limits.length === 0) return pod;
  const limited = structuredClone(pod);
  const notes: string[] = [];
  for (const container of containersOf(limited)) {
    const resources = (container.resources ??= {});
    for (const limit of limits) {
      for (const [field, given] of [
        ['requests', limit.defaultRequest],
        ['limits', limit.default],
      ] as const) {
        const missing = Object.keys(given ?? {}).filter(one => !(one in (resources[field] ?? {})));
        if (missing.length === 0) continue;
        resources[field] = { ...given, ...resources[field] };
        notes.push(
          `${missing.sort().join(', ')} ${field.slice(0, -1)} for container ${container.name}`,
        );
      }
    }
  }
  if (notes.length) {
    limited.metadata.annotations = {
      ...limited.metadata.annotations,
      'kubernetes.io/limit-ranger': `LimitRanger plugin set: ${notes.join('; ')}`,
    };
  }
  return limited;
}

/** What a pod asks beyond its namespace's LimitRanges, in the admission's words. */
export function limitViolations(pod: KubernetesObject, ranges: KubernetesObject[]): string[] {
  return containerLimits(ranges).flatMap(limit =>
    containersOf(pod).flatMap(({ resources }) => [
      ...Object.entries(limit.max ?? {}).flatMap(([resource, most]) => {
        const asked = resources?.limits?.[resource];
        if (asked === undefined) {
          return [`maximum ${resource} usage per Container is ${most}.  No limit is specified`];
        }
        return (quantity(asked) ?? 0) > (quantity(most) ?? 0)
          ? [`maximum ${resource} usage per Container is ${most}, but limit is ${asked}`]
          : [];
      }),
      ...Object.entries(limit.min ?? {}).flatMap(([resource, least]) => {
        const asked = resources?.requests?.[resource];
        if (asked === undefined) {
          return [`minimum ${resource} usage per Container is ${least}.  No request is specified`];
        }
        return (quantity(asked) ?? 0) < (quantity(least) ?? 0)
          ? [`minimum ${resource} usage per Container is ${least}, but request is ${asked}`]
          : [];
      }),
    ]),
  );
}

const containersOf = (pod: KubernetesObject): Container[] => [
  ...(pod.spec?.initContainers ?? []),
  ...(pod.spec?.containers ?? []),
];
