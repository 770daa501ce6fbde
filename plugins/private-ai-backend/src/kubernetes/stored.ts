/**
 * Where what the API server stored differs from what was meant, as paths; empty when all of it is there. The server
 * may add (defaults, other managers' list entries) and may write a quantity another way (`1000m` as `1`).
 */
export function missingFrom(stored: unknown, meant: unknown, path = ''): string[] {
  if (meant === undefined || meant === null) return [];
  if (Array.isArray(meant)) {
    if (meant.length === 0 && stored === undefined) return [];
    if (!Array.isArray(stored)) return [path];
    return meant.flatMap((item, index) =>
      stored.some(candidate => missingFrom(candidate, item).length === 0)
        ? []
        : missingDeeper(stored, item, `${path}[${index}]`),
    );
  }
  if (typeof meant === 'object') {
    const fields = Object.entries(meant);
    if (fields.length === 0 && stored === undefined) return [];
    if (typeof stored !== 'object' || stored === null) return [path];
    return fields.flatMap(([key, value]) =>
      missingFrom((stored as Record<string, unknown>)[key], value, path ? `${path}.${key}` : key),
    );
  }
  return meant === stored || sameQuantity(meant, stored) ? [] : [path];
}

/** The namesake's differences are what a person wants to see; without one the whole entry is missing. */
function missingDeeper(stored: unknown[], item: unknown, path: string): string[] {
  const name = (item as { name?: unknown })?.name;
  const namesake =
    name === undefined
      ? undefined
      : stored.find(candidate => (candidate as { name?: unknown })?.name === name);
  return namesake ? missingFrom(namesake, item, path) : [path];
}

const quantity = /^(\d+(?:\.\d+)?)(m|k|Ki|Mi|Gi|Ti|Pi|M|G|T|P)?$/;
const factors: Record<string, number> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

function sameQuantity(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map(value => {
    const [, number, unit] = quantity.exec(String(value)) ?? [];
    return number === undefined ? undefined : Number(number) * (unit ? factors[unit] : 1);
  });
  return a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
}
