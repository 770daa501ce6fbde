import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { OperationLogLine } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { keptMessage } from './message';
import { isoNow } from './row';

interface LogRow extends OperationLogLine {
  operation_id: string;
}

/** Lines that are written by one query. */
const atOnce = 100;

export type NewLine = Pick<OperationLogLine, 'level' | 'message'>;

/**
 * Appends lines, as {@link keptMessage} has them: a build and a crashed app say what they like, and as much. The worker and
 * the API may both do so at the same time.
 */
export async function appendLines(
  knex: Knex,
  id: string,
  lines: readonly NewLine[],
): Promise<void> {
  for (let from = 0; from < lines.length; from += atOnce)
    await append(knex, id, lines.slice(from, from + atOnce));
}

async function append(knex: Knex, id: string, lines: readonly NewLine[]): Promise<void> {
  const kept = lines.map(({ level, message }) => ({ level, message: keptMessage(message) }));
  for (let attempt = 1; ; attempt++) {
    const last = await knex('operation_log')
      .where({ operation_id: id })
      .max({ seq: 'seq' })
      .first();
    const after = Number(last?.seq ?? 0) + 1;
    try {
      await knex<LogRow>('operation_log').insert(
        kept.map((line, index) => ({
          operation_id: id,
          seq: after + index,
          time: isoNow(),
          ...line,
        })),
      );
      return;
    } catch (error) {
      if (!isDatabaseConflictError(error) || attempt === 10) throw error;
    }
  }
}

/** Lines after `seq`, oldest first, at most 500. */
export async function linesAfter(knex: Knex, id: string, seq: number): Promise<OperationLogLine[]> {
  const rows = await knex<LogRow>('operation_log')
    .where({ operation_id: id })
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(500);
  return rows.map(({ operation_id: _, ...line }) => line);
}
