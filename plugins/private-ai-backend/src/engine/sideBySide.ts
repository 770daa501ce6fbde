import type { Clock } from '../time/clock';
import { inOrder } from './order';
import { Patience } from './patience';
import { Progress, type Log } from './progress';
import type { Resource } from './resource';

/** Milliseconds for what is going on to end by itself after an abort; an answer that hangs is not waited for. */
const graceMs = 600;

export interface Running {
  /** Aborts when nothing may be started any more. */
  signal: AbortSignal;
  says(activity: string): void;
  patience: Patience;
}

/**
 * Works on all resources in order, side by side where it can. The first that fails stops the others: nothing is begun
 * after it. What `work` answers is its last line in the log.
 */
export async function sideBySide(
  resources: readonly Resource[],
  {
    signal,
    log,
    clock,
    backwards,
  }: { signal: AbortSignal; log: Log; clock: Clock; backwards?: boolean },
  work: (resource: Resource, running: Running) => Promise<((took: number) => string) | undefined>,
): Promise<{ complete: boolean; failure?: unknown }> {
  const failed = new AbortController();
  const stopped = AbortSignal.any([signal, failed.signal]);
  const progress = new Progress(log, clock);
  let failure: unknown;
  let done = 0;

  const one = async (resource: Resource) => {
    stopped.throwIfAborted();
    const { title } = resource;
    const says = (activity: string) => progress.says(title, activity);
    progress.begin(title);
    try {
      const patience = new Patience(title, { clock, signal: stopped, says });
      const line = await work(resource, { signal: stopped, says, patience });
      done += 1;
      progress.end(title, line);
    } catch (error) {
      progress.end(title);
      if (!stopped.aborted) {
        failure = error;
        failed.abort();
      }
      throw error;
    }
  };
  try {
    const all = Promise.allSettled(inOrder(resources, one, { backwards }));
    await orSoonAfter(stopped, all, clock);
  } finally {
    await progress.stop();
  }
  return { complete: done === resources.length, failure };
}

/** Until the work has ended, or a moment after the abort. */
async function orSoonAfter(stopped: AbortSignal, work: Promise<unknown>, clock: Clock) {
  const ended = new AbortController();
  const soonAfter = new Promise<void>(resolve => {
    const onAbort = () =>
      clock.sleep(graceMs, ended.signal).then(
        () => resolve(),
        () => {},
      );
    if (stopped.aborted) onAbort();
    stopped.addEventListener('abort', onAbort, { once: true, signal: ended.signal });
  });
  await Promise.race([work, soonAfter]);
  ended.abort();
}
