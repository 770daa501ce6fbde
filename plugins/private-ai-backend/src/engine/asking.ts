import type { Clock } from '../time/clock';
import { Patience } from './patience';
import { Progress, type Log } from './progress';

/** Asks something beside the resources, told in the log at least every 20 s; what passes by itself is waited out. */
export const askingWith =
  (deps: { log: Log; clock: Clock; signal: AbortSignal }) =>
  async <T>(title: string, ask: () => Promise<T>): Promise<T> => {
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
