import { systemClock, type Clock } from '../time/clock';
import { Patience } from './patience';
import type { Log } from './progress';

/** Longest silence in the log while something is waited out, in milliseconds. */
const silenceMs = 20_000;

export type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * For work that is no graph of resources: what passes by itself is waited out with the patience of provisioning, each call
 * with its own, and told.
 * @param title - of what is worked on, as the beginning of a line
 */
export function patiently(
  title: string,
  { signal, log, clock = systemClock }: { signal: AbortSignal; log: Log; clock?: Clock },
): Patiently {
  let said = { activity: '', at: 0 };
  const says = (activity: string) => {
    if (activity === said.activity && clock.now() - said.at < silenceMs) return;
    said = { activity, at: clock.now() };
    log(`${title}: ${activity}`, 'warn');
  };
  return work => new Patience(title, { clock, signal, says }).untilDone(work);
}
