import { systemClock, type Clock } from '../time/clock';

/** Milliseconds before each look but the first. */
const waitsMs = [500, 1_500];

/**
 * Azure does not show everywhere at once what was just written: that something is not there is believed when it was looked
 * for again.
 */
export async function lookedFor<T>(
  look: () => Promise<T | undefined>,
  { signal, clock = systemClock }: { signal: AbortSignal; clock?: Clock },
): Promise<T | undefined> {
  let found = await look();
  for (const wait of waitsMs) {
    if (found !== undefined) break;
    await clock.sleep(wait, signal);
    found = await look();
  }
  return found;
}
