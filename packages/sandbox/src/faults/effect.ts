import type { Effect } from './faults.ts';
import type { ArmFault } from './rule.ts';

type Told<K extends string> = Extract<ArmFault, Record<K, unknown>>;

/** Whether a GET is to answer what was before, and does so now. */
export const strikesStale = (effect: Effect | undefined): boolean =>
  effect !== undefined && 'stale' in effect.answer && effect.strike();

/** How the operation that starts now is to end; undefined: as it will. */
export function strikesFailure(effect?: Effect): Told<'failsLater'>['failsLater'] | undefined {
  return effect && 'failsLater' in effect.answer && effect.strike()
    ? effect.answer.failsLater
    : undefined;
}

/** The milliseconds of the operation that starts now. */
export function strikesSlowly(effect: Effect | undefined, milliseconds: number): number {
  if (!effect || !('slowly' in effect.answer) || !effect.strike()) return milliseconds;
  const { factor = 1, moreMs = 0 } = effect.answer.slowly;
  return milliseconds * factor + moreMs;
}
