import { overBudget, stepsOf } from './account';
import { budget } from './budget';

/** How large a JSON value is. */
export interface Extent {
  /** Characters of its JSON, what escapes and long numbers add left out; a text costs no look at it. */
  size: number;
  /** Levels of lists and objects in each other. */
  depth: number;
  /** What it has cost to find out. */
  steps: number;
}

/** Characters that an entry adds to its holder, beside its value. */
export const entrySize = (holder: object, key: string) =>
  Array.isArray(holder) ? 1 : key.length + 4;

/**
 * @param most - looks no further once the value is larger than this
 * @throws ProtocolViolation where it is nested too deep to be walked
 */
export function extentOf(value: unknown, most = Infinity): Extent {
  const extent: Extent = { size: 0, depth: 0, steps: 0 };
  const walk = (one: unknown, level: number): void => {
    extent.steps += 1;
    if (typeof one === 'string') extent.size += one.length + 2;
    else if (typeof one !== 'object' || one === null) extent.size += 5;
    else {
      extent.size += 2;
      if (level > budget.depth) throw overBudget('depth');
      extent.depth = Math.max(extent.depth, level);
      extent.steps += stepsOf(one);
      if (Array.isArray(one)) one.forEach(item => entry(one, '', item, level));
      else for (const key in one) entry(one, key, (one as Record<string, unknown>)[key], level);
    }
  };
  const entry = (holder: object, key: string, inner: unknown, level: number) => {
    if (extent.size > most) return;
    extent.size += entrySize(holder, key);
    walk(inner, level + 1);
  };
  walk(value, 1);
  return extent;
}
