import type { KubernetesObject } from '../kubernetes/object.ts';

/** A ReplicaSet as a rollout sees it. */
export interface Scale {
  name: string;
  /** Asked for. */
  replicas: number;
  /** Of these, ready for long enough. */
  available: number;
}

/** What a Deployment asks of a rollout, as counts of pods. */
export interface Strategy {
  replicas: number;
  maxSurge: number;
  maxUnavailable: number;
  /** All old pods end before the first new one is made. */
  recreate: boolean;
}

export function strategyOf({ spec }: KubernetesObject): Strategy {
  const replicas: number = spec.replicas ?? 1;
  const recreate = spec.strategy?.type === 'Recreate';
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const surge = share(maxSurge, replicas, Math.ceil);
  const unavailable = share(maxUnavailable, replicas, Math.floor);
  // With neither, nothing could ever move; Kubernetes then lets one be unavailable.
  return {
    replicas,
    recreate,
    maxSurge: surge,
    maxUnavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, replicas),
  };
}

function share(value: number | string, replicas: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  return value.endsWith('%') ? round((Number.parseInt(value, 10) / 100) * replicas) : Number(value);
}

export function scaleOf({ metadata, spec, status }: KubernetesObject): Scale {
  const replicas: number = spec.replicas ?? 1;
  return {
    name: metadata.name,
    replicas,
    available: Math.min(status?.availableReplicas ?? 0, replicas),
  };
}

/**
 * The next step of a rollout: how many pods each ReplicaSet is to have, by name. `old` is oldest first.
 * New pods come as `maxSurge` allows; old ones go when enough are available without them.
 */
export function nextScales(
  strategy: Strategy,
  fresh: Scale,
  old: (Scale & { pods: number })[],
): Map<string, number> {
  const { replicas } = strategy;
  if (strategy.recreate) {
    const gone = old.every(one => one.replicas === 0 && one.pods === 0);
    return new Map([...old.map(one => [one.name, 0] as const), [fresh.name, gone ? replicas : 0]]);
  }
  const total = sum(old.map(one => one.replicas)) + fresh.replicas;
  const room = Math.max(0, replicas + strategy.maxSurge - total);
  const next = new Map(old.map(one => [one.name, one.replicas]));
  next.set(
    fresh.name,
    fresh.replicas >= replicas ? replicas : Math.min(replicas, fresh.replicas + room),
  );
  const leastAvailable = replicas - strategy.maxUnavailable;
  const freshUnavailable = fresh.replicas - fresh.available;
  let spare = Math.max(0, total - leastAvailable - freshUnavailable);
  let spareAvailable = fresh.available + sum(old.map(one => one.available)) - leastAvailable;
  const shrink = (name: string, most: number) => {
    const by = Math.max(0, Math.min(most, spare, next.get(name) ?? 0));
    next.set(name, (next.get(name) ?? 0) - by);
    spare -= by;
    return by;
  };
  // Those that do not answer anyway go first.
  for (const one of old) shrink(one.name, one.replicas - one.available);
  for (const one of old)
    spareAvailable -= shrink(one.name, Math.min(one.available, Math.max(0, spareAvailable)));
  return next;
}

export const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
