import type { Clock } from '../time/clock';
import { Patience } from './patience';
import { Progress, type Log } from './progress';

/** Asks for something, again where that may help. @param title - whom or what, as the beginning of a line */
export type Asking = <T>(title: string, ask: () => Promise<T>) => Promise<T>;

/** Asks something beside the resources, told in the log at least every 20 s; what passes by itself is waited out. */
export const askingWith =
  (deps: { log: Log; clock: Clock; signal: AbortSignal }): Asking =>
  async (title, ask) => {
    const { log, clock, signal } = deps;
    const progress = new Progress(log, clock);
    progress.begin(title);
    const says = (activity: string) => progress.says(title, activity);
    try {
      return await new Patience(title, { clock, signal, says }).untilDone(ask);
    } finally {
      await progress.stop();
    }
  };
