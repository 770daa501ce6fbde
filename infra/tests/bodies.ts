import { meant, quirks } from './providerQuirks.ts';
import { outsideTruth } from '../../testing/outsideTruth.ts';
import type { ResourceManager } from '../../packages/sandbox/src/arm/resourceManager.ts';

export const checker = outsideTruth('azure-types/check.mjs');

/** What is wrong with the PUT bodies that arrived, and with what they refer to. */
export interface BodyFaults {
  /** Against Microsoft's published shapes. */
  shapes: string[];
  /** Ids in bodies of what does not exist. */
  references: string[];
  /** Types, with their api-version, whose shapes are not held here. */
  unheld: string[];
  /** Exceptions that no body needed. */
  idle: string[];
}

const anId = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+(\/providers\/[^/]+(\/[^/]+){2,})?$/i;

/** Every string in a value, with where it stands. */
function* strings(value: unknown, path = '$'): Generator<[string, string]> {
  if (typeof value === 'string') yield [path, value];
  else if (Array.isArray(value))
    for (const [i, one] of value.entries()) yield* strings(one, `${path}[${i}]`);
  else if (value && typeof value === 'object')
    for (const [key, one] of Object.entries(value)) {
      // an identity is named by the key
      yield [`${path}{}`, key];
      yield* strings(one, `${path}.${key}`);
    }
}

/**
 * Holds every recorded PUT of a subscription against the published shapes, and every id in it against what there is.
 * @param from how many of them to leave out: what they named may be gone since
 */
export async function bodyFaults(arm: ResourceManager, from = 0): Promise<BodyFaults> {
  const { checkBody, versionsOf } = await import(checker.url);
  const shapes: string[] = [];
  const references: string[] = [];
  const unheld = new Set<string>();
  const idle = new Set(quirks);
  for (const { id, type, apiVersion, body } of arm.writes.list().slice(from)) {
    const isQuirk = (fault: string) => {
      const found = quirks.find(one => one.type.test(type) && one.fault.test(fault));
      if (found) idle.delete(found);
      return found !== undefined;
    };
    if (!versionsOf(type).includes(apiVersion)) unheld.add(`${type}@${apiVersion}`);
    else
      for (const fault of checkBody(`${type}@${apiVersion}`, meant(body)) as string[])
        if (!isQuirk(fault)) shapes.push(`${id} (${apiVersion}): ${fault}`);
    for (const [path, value] of strings(body))
      if (anId.test(value) && !exists(value, arm)) references.push(`${id} ${path}: ${value}`);
  }
  return { shapes, references, unheld: [...unheld].sort(), idle: [...idle].map(({ why }) => why) };
}

/** A resource, or a part of one that its body names by id (a firewall's address, a probe). */
function exists(id: string, arm: ResourceManager): boolean {
  if (arm.get(id)) return true;
  const parent = id.split('/').slice(0, -2).join('/');
  const name = id.split('/').at(-1)?.toLowerCase();
  const above = arm.get(parent);
  return Boolean(
    above &&
    [...strings(above.properties)].some(
      ([path, value]) => path.endsWith('.name') && value.toLowerCase() === name,
    ),
  );
}
