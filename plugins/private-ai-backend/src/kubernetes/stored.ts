import { quantity } from './quantity';

/** Differences that are told of one object: more do not help anybody. */
const mostTold = 20;

/**
 * Where what the API server stored differs from what was meant, as paths, the first few; empty when all of it is there. The
 * server may add (defaults, other managers' list entries) and may write a quantity another way (`1000m` as `1`).
 */
export function missingFrom(stored: unknown, meant: unknown): string[] {
  const missing: string[] = [];
  for (const path of differences(stored, meant, '')) if (missing.push(path) === mostTold) break;
  return missing;
}

const isStored = (stored: unknown, meant: unknown) => differences(stored, meant, '').next().done;

function* differences(stored: unknown, meant: unknown, path: string): Generator<string> {
  if (meant === undefined || meant === null) return;
  if (Array.isArray(meant)) {
    if (meant.length === 0 && stored === undefined) return;
    if (Array.isArray(stored)) yield* missingItems(stored, meant, path);
    else yield path;
  } else if (typeof meant === 'object') {
    const fields = Object.entries(meant);
    if (fields.length === 0 && stored === undefined) return;
    if (typeof stored !== 'object' || stored === null) return yield path;
    for (const [key, value] of fields)
      yield* differences(
        (stored as Record<string, unknown>)[key],
        value,
        path ? `${path}.${key}` : key,
      );
  } else if (meant !== stored && !sameQuantity(meant, stored)) yield path;
}

/**
 * The server keeps a list's order, and others' entries come before or after: each is looked for where the one before it was
 * found, since a list of a repository may have twenty thousand.
 */
function* missingItems(stored: unknown[], meant: unknown[], path: string): Generator<string> {
  let next = 0;
  for (const [index, item] of meant.entries()) {
    const length = stored.length;
    let looked = 0;
    while (looked < length && !isStored(stored[(next + looked) % length], item)) looked += 1;
    if (looked < length) next = (next + looked + 1) % length;
    else yield* missingDeeper(stored, item, `${path}[${index}]`);
  }
}

/** The namesake's differences are what a person wants to see; without one the whole entry is missing. */
function* missingDeeper(stored: unknown[], item: unknown, path: string): Generator<string> {
  const name = nameOf(item);
  const namesake = name === undefined ? undefined : stored.find(one => nameOf(one) === name);
  if (namesake) yield* differences(namesake, item, path);
  else yield path;
}

const nameOf = (entry: unknown) => (entry as { name?: unknown } | null)?.name;

function sameQuantity(one: unknown, other: unknown): boolean {
  const [a, b] = [one, other].map(quantity);
  return a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
}
