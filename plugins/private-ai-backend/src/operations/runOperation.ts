import { setTimeout as delay } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Operation } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { asOperation } from '../azure/asOperation';
import { checkpointsOf } from './checkpoints';
import type { End, EndedOperation, Lease, Leases } from './lease';
import type { LeaseWatch } from './leaseWatch';
import { appendLines, type NewLine } from './log';
import { errorOf } from './row';
import { stageOf } from './stages';
import { requireSurvived } from './takeovers';
import { Stopped, type Work, type WorkContext } from './work';

/** How long work may take to notice that it has to stop. Longer than that, the lease is given back under it. */
const graceMs = 5_000;

/**
 * Runs the work of one lease to its end: renewing, watching for cancellation, writing the log and the outcome.
 * @returns the operation, where it ended here and not elsewhere
 */
export async function runOperation(
  lease: Lease,
  deps: {
    knex: Knex;
    leases: Leases;
    watch: LeaseWatch;
    logger: LoggerService;
    /** Aborts when this replica shuts down. */
    stopping: AbortSignal;
    writes: Work['writes'];
    work(context: Omit<WorkContext, 'zone'>): Promise<object>;
  },
): Promise<EndedOperation | undefined> {
  const { knex, leases, logger, stopping } = deps;
  const { operation } = lease;
  const stop = new AbortController();
  let why: Stopped['why'] | undefined;
  const end = (reason: Stopped['why']) => {
    why ??= reason;
    stop.abort(new Stopped(why));
  };
  const onStopping = () => end('shutdown');
  stopping.addEventListener('abort', onStopping, { once: true });
  if (stopping.aborted) onStopping();
  if (operation.cancelRequested) end('cancelled');

  let writing = Promise.resolve();
  let unwritten: NewLine[] = [];
  const write = async () => {
    const lines = unwritten;
    unwritten = [];
    await appendLines(knex, operation.id, lines).catch(error =>
      logger.warn(`${lines.length} lines of operation ${operation.id} are lost: ${error}`),
    );
  };
  const log: WorkContext['log'] = (message, level = 'info') => {
    unwritten.push({ level, message });
    // What is said while others are written goes with the next.
    if (unwritten.length === 1) writing = writing.then(write);
  };

  const unwatch = deps.watch.watch(lease, end);
  try {
    const outputs = await untilStopped(stop.signal, async () => {
      stop.signal.throwIfAborted();
      requireSurvived(lease);
      const checkpoints = checkpointsOf(knex, lease);
      const stage = stageOf(knex, lease);
      return asOperation(() =>
        deps.work({ operation, signal: stop.signal, log, stage, checkpoints }),
      );
    });
    await writing;
    const outcome: End = { state: 'succeeded', outputs };
    if (why !== 'lost' && (await leases.end(lease, outcome))) return ended(operation, outcome);
    logger.warn(`The operation ${operation.id} goes on elsewhere: its lease was lost.`);
    return undefined;
  } catch (thrown) {
    if (why === 'shutdown') {
      log('The portal restarts; the operation goes on when another replica takes it.');
      await writing;
      await leases.release(lease);
      return undefined;
    }
    if (why === 'lost') {
      logger.warn(`The operation ${operation.id} goes on elsewhere: its lease was lost.`);
      return undefined;
    }
    const cancelled = why === 'cancelled';
    const error = cancelled && isAbort(thrown) ? cancelledError(deps.writes) : errorOf(thrown);
    if (!cancelled) logger.warn(`The operation ${operation.id} failed: ${error.message}`);
    log(error.message, cancelled ? 'warn' : 'error');
    await writing;
    const outcome: End = { state: cancelled ? 'cancelled' : 'failed', error };
    return (await leases.end(lease, outcome)) ? ended(operation, outcome) : undefined;
  } finally {
    unwatch();
    stopping.removeEventListener('abort', onStopping);
  }
}

const ended = (operation: Operation, end: End) => ({ ...operation, ...end }) as EndedOperation;

const cancelledError = (writes: Work['writes']) => ({
  name: 'Cancelled',
  message:
    writes === 'removes'
      ? 'Cancelled. What was removed so far is gone, the rest stays; resume it to go on from there.'
      : 'Cancelled. What was made so far stays; resume it to go on from there.',
});

const isAbort = (thrown: unknown) =>
  /^(AbortError|TimeoutError)$/.test(String((thrown as { name?: unknown })?.name));

/** Work that does not notice its signal is not waited for longer than the grace. */
async function untilStopped<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const finished = new AbortController();
  const running = run();
  const overdue = new Promise<never>((_, reject) => {
    const onAbort = () =>
      delay(graceMs, undefined, { signal: finished.signal, ref: false }).then(
        () => reject(signal.reason),
        () => undefined,
      );
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
  try {
    return await Promise.race([running, overdue]);
  } finally {
    finished.abort();
  }
}
