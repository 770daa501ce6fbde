import { setTimeout as delay } from 'node:timers/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { checkpointsOf } from './checkpoints';
import type { Lease, Leases } from './lease';
import { appendLine } from './log';
import { errorOf } from './row';
import type { WorkContext } from './work';

/** How long work may take to notice that it has to stop. Longer than that, the lease is given back under it. */
const graceMs = 5_000;

/** Runs the work of one lease to its end: renewing, watching for cancellation, writing the log and the outcome. */
export async function runOperation(
  lease: Lease,
  deps: {
    knex: Knex;
    leases: Leases;
    logger: LoggerService;
    pollMs: number;
    leaseMs: number;
    /** Aborts when this replica shuts down. */
    stopping: AbortSignal;
    work(context: Omit<WorkContext, 'zone'>): Promise<object>;
  },
): Promise<void> {
  const { knex, leases, logger, stopping } = deps;
  const { operation } = lease;
  const stop = new AbortController();
  const done = new AbortController();
  let why: 'cancelled' | 'lost' | 'shutdown' | undefined;
  const end = (reason: typeof why) => {
    why ??= reason;
    stop.abort();
  };
  const onStopping = () => end('shutdown');
  stopping.addEventListener('abort', onStopping, { once: true });
  if (stopping.aborted) onStopping();
  if (operation.cancelRequested) end('cancelled');

  let writing = Promise.resolve();
  const log: WorkContext['log'] = (message, level = 'info') => {
    writing = writing
      .then(() => appendLine(knex, operation.id, { level, message }))
      .catch(error => logger.warn(`A line of operation ${operation.id} is lost: ${error}`));
  };

  const watching = watch(lease, { ...deps, signal: done.signal, end });
  try {
    const outputs = await untilStopped(stop.signal, async () => {
      stop.signal.throwIfAborted();
      const checkpoints = checkpointsOf(knex, lease);
      return deps.work({ operation, signal: stop.signal, log, checkpoints });
    });
    await writing;
    if (why === 'lost' || !(await leases.end(lease, { state: 'succeeded', outputs }))) {
      logger.warn(`The operation ${operation.id} goes on elsewhere: its lease was lost.`);
    }
  } catch (thrown) {
    if (why === 'shutdown') {
      log('The portal restarts; the operation goes on when another replica takes it.');
      await writing;
      await leases.release(lease);
      return;
    }
    if (why === 'lost') {
      logger.warn(`The operation ${operation.id} goes on elsewhere: its lease was lost.`);
      return;
    }
    const cancelled = why === 'cancelled';
    const error = cancelled && isAbort(thrown) ? cancelledError : errorOf(thrown);
    if (!cancelled) logger.warn(`The operation ${operation.id} failed: ${error.message}`);
    log(error.message, cancelled ? 'warn' : 'error');
    await writing;
    await leases.end(lease, { state: cancelled ? 'cancelled' : 'failed', error });
  } finally {
    done.abort();
    stopping.removeEventListener('abort', onStopping);
    await watching;
  }
}

const cancelledError = {
  name: 'Cancelled',
  message: 'Cancelled. What was made so far stays; resume it to go on from there.',
};

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

/** Renews the lease at a third of its time and looks for cancellation in between. */
async function watch(
  lease: Lease,
  deps: {
    leases: Leases;
    logger: LoggerService;
    pollMs: number;
    leaseMs: number;
    signal: AbortSignal;
    end(why: 'cancelled' | 'lost'): void;
  },
): Promise<void> {
  const { leases, logger, pollMs, leaseMs, signal, end } = deps;
  let renewed = performance.now();
  while (!signal.aborted) {
    await delay(pollMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      const { held, cancelRequested } = await leases.look(lease);
      if (cancelRequested && held) end('cancelled');
      const asked = performance.now();
      if (held && asked - renewed >= leaseMs / 3 && (await leases.renew(lease))) renewed = asked;
      if (!held) {
        if (!signal.aborted) end('lost');
        return;
      }
    } catch (error) {
      logger.warn(`The lease of operation ${lease.operation.id} could not be renewed: ${error}`);
    }
    if (performance.now() - renewed >= leaseMs) end('lost');
  }
}
