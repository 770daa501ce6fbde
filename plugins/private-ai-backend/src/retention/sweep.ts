import type { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { deleteOldThreads } from '../chat/forgetting';
import type { Retention } from '../config/retention';
import { deleteOldLines, deleteOldOperations } from '../operations/forgetting';

/** How much was deleted. */
export interface Swept {
  conversations: number;
  lines: number;
  operations: number;
}

const day = 86_400_000;

/**
 * Deletes what the portal's database has kept for as long as it is to, some at a time: others work with it meanwhile.
 * @param now - milliseconds since 1970
 */
export async function sweep(
  knex: Knex,
  { chatDays, logDays, operationDays }: Retention,
  now: number,
  signal?: AbortSignal,
): Promise<Swept> {
  const all = async (some: typeof deleteOldThreads, days: number) => {
    const before = new Date(now - days * day).toISOString();
    let sum = 0;
    for (;;) {
      signal?.throwIfAborted();
      const count = await some(knex, before);
      if (count === 0) return sum;
      sum += count;
    }
  };
  return {
    conversations: await all(deleteOldThreads, chatDays),
    lines: await all(deleteOldLines, logDays),
    operations: await all(deleteOldOperations, operationDays),
  };
}

/** Once an hour, by one replica. */
export async function scheduleSweeps(
  scheduler: SchedulerService,
  knex: Knex,
  retention: Retention,
  logger: LoggerService,
): Promise<void> {
  await scheduler.scheduleTask({
    id: 'private-ai-retention',
    frequency: { hours: 1 },
    timeout: { minutes: 30 },
    // A portal that has just started has better to do.
    initialDelay: { minutes: 3 },
    async fn(signal) {
      const { conversations, lines, operations } = await sweep(knex, retention, Date.now(), signal);
      if (conversations + lines + operations === 0) return;
      logger.info(
        `Kept long enough (privateAi.retention), deleted now: ${conversations} conversations, ${lines} lines of logs, ${operations} operations`,
      );
    },
  });
}
