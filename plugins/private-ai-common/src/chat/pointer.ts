import { overBudget } from './account';
import { budget } from './budget';

/** Why a patch does not apply. */
export class Impossible extends Error {
  override readonly name = 'Impossible';
}

/**
 * The keys that a JSON Pointer (RFC 6901) leads over.
 * @throws Impossible
 */
export function keysOf(pointer: unknown): string[] {
  if (pointer === '') return [];
  if (typeof pointer !== 'string' || !pointer.startsWith('/') || /~(?![01])/.test(pointer)) {
    throw new Impossible(`${String(pointer)} is no JSON Pointer.`);
  }
  const keys = pointer.slice(1).split('/');
  if (keys.length > budget.depth) throw overBudget('depth');
  return keys.map(key => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Whether the first leads to something inside of what the second leads to. */
export const isInside = (keys: readonly string[], of: readonly string[]) =>
  keys.length > of.length && of.every((key, at) => keys[at] === key);
