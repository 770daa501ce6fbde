import { quantity } from '../kubernetes/quantity';

/**
 * Where `found` is not as `wanted`, as paths (`properties.sku.name`), with both values where they are short and no secret
 * (`sku.capacity: 10 → 30`). What `wanted` does not mention may be anything: Azure
 * and the cluster add defaults of their own, and a company its tags. Text is compared without letter case, because
 * Azure answers ids, types and enumerations in another.
 */
export function differences(
  wanted: unknown,
  found: unknown,
  same: (wanted: unknown, found: unknown) => boolean = sameValue,
  path = '',
): string[] {
  if (wanted === undefined) return [];
  const below = (key: string | number) => (path ? `${path}.${key}` : String(key));
  if (Array.isArray(wanted)) {
    if (wanted.length === 0 && found == null) return [];
    if (!Array.isArray(found) || found.length !== wanted.length) return [path];
    return wanted.flatMap((item, index) => differences(item, found[index], same, below(index)));
  }
  if (typeof wanted === 'object' && wanted !== null) {
    // Nothing and an empty object mean the same to either side.
    const of = (found ?? {}) as Record<string, unknown>;
    if (typeof of !== 'object') return [path];
    return Object.entries(wanted).flatMap(([key, value]) =>
      differences(value, of[key], same, below(key)),
    );
  }
  return same(wanted, found) ? [] : [`${path}${fromTo(path, wanted, found)}`];
}

const longestShown = 60;

function fromTo(path: string, wanted: unknown, found: unknown): string {
  const shown = [found, wanted].every(
    value => /^(string|number|boolean)$/.test(typeof value) && String(value).length <= longestShown,
  );
  return shown && !/secret|password|token|credential|key/i.test(path)
    ? `: ${found} → ${wanted}`
    : '';
}

function sameValue(wanted: unknown, found: unknown): boolean {
  return typeof wanted === 'string' && typeof found === 'string'
    ? wanted.toLowerCase() === found.toLowerCase()
    : wanted === found;
}

/** Kubernetes keeps `1000m` and answers `1`: quantities are compared by what they amount to. */
export function sameKubernetesValue(wanted: unknown, found: unknown): boolean {
  if (wanted === found) return true;
  const [one, other] = [quantity(wanted), quantity(found)];
  return one !== undefined && one === other;
}
