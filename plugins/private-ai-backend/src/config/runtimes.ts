import type { Config } from '@backstage/config';
import { runtimes, type Runtime, type RuntimeOffer } from '@private-ai/plugin-private-ai-common';
import type { Read } from './values';

/**
 * `runtimes` of a landing zone: names, or names with why they are not to be had; `typescript` when left out.
 * @throws InputError with the key and what is expected
 */
export function readRuntimes(config: Config, read: Read): RuntimeOffer[] {
  const entries = config.getOptional<unknown>('runtimes') ?? ['typescript'];
  const offers = Array.isArray(entries) ? entries.flatMap(entry => readRuntime(entry) ?? []) : [];
  const complete = Array.isArray(entries) && offers.length === entries.length;
  const names = new Set(offers.map(({ name }) => name));
  const free = offers.some(({ unavailable }) => !unavailable);
  if (complete && names.size === offers.length && free) return offers;
  throw read.fail(
    'runtimes',
    `a list of ${runtimes.join(', ')}, or { name, unavailable: a sentence }, each once, and one at least that may be chosen`,
  );
}

function readRuntime(entry: unknown): RuntimeOffer | undefined {
  const { name, unavailable } = (typeof entry === 'string' ? { name: entry } : (entry ?? {})) as {
    name?: Runtime;
    unavailable?: unknown;
  };
  if (!name || !runtimes.includes(name)) return undefined;
  if (unavailable === undefined) return { name };
  return typeof unavailable === 'string' && unavailable ? { name, unavailable } : undefined;
}
