import type { LandingZone } from '../config/landingZone';
import type { KubernetesObject } from './client';
import { quantity } from './quantity';

type Amounts = Record<string, number>;
type Limits = LandingZone['guardrails']['limits'];

interface Container {
  restartPolicy?: string;
  resources?: Partial<Record<'limits' | 'requests', Record<string, unknown>>>;
}

/** What a container takes of a resource: what it says, else what the namespace gives to one that does not. */
function taken({ resources }: Container, field: string, name: string, limits: Limits): number {
  const said = (of: 'limits' | 'requests') => resources?.[of]?.[name];
  const given =
    field === 'limits'
      ? (said('limits') ?? limits.default[name])
      : (said('requests') ?? said('limits') ?? limits.defaultRequest[name]);
  return quantity(given) ?? 0;
}

/** What one pod of a template takes of a quota's resources, as the cluster counts it. */
export function podTakes(
  template: KubernetesObject['spec'],
  quota: KubernetesObject,
  limits: Limits,
): Amounts {
  const containers: Container[] = template?.spec?.containers ?? [];
  const inits: Container[] = template?.spec?.initContainers ?? [];
  const stays = [...containers, ...inits.filter(one => one.restartPolicy === 'Always')];
  const amounts = Object.keys(quota.spec?.hard ?? {}).flatMap((resource): [string, number][] => {
    if (resource === 'pods' || resource === 'count/pods') return [[resource, 1]];
    const [, field = 'requests', name] =
      /^(?:(limits|requests)\.)?(cpu|memory|ephemeral-storage)$/.exec(resource) ?? [];
    if (!name) return [];
    const of = (one: Container) => taken(one, field, name, limits);
    const sum = stays.reduce((total, one) => total + of(one), 0);
    return [[resource, Math.max(sum, ...inits.map(of))]];
  });
  return Object.fromEntries(amounts);
}

/**
 * What a namespace's quota has too little of, as the cluster's own words have it; undefined where there is room.
 * @param more - what is to come, and less what goes before it
 */
export function lacking(quota: KubernetesObject, more: Amounts): string | undefined {
  const { hard = {}, used = {} }: Partial<Record<string, Record<string, string>>> =
    quota.status ?? {};
  const short = Object.entries(more).flatMap(([resource, amount]) => {
    const most = quantity(hard[resource]);
    const now = quantity(used[resource]) ?? 0;
    if (most === undefined || amount <= 0 || now + amount <= most * (1 + 1e-9)) return [];
    return [`${resource} (${used[resource] ?? 0} of ${hard[resource]} are in use)`];
  });
  return short.length > 0 ? short.join(', ') : undefined;
}
