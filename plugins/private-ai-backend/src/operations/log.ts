import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { OperationLogLine } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import { withoutSecrets } from '../redaction/withoutSecrets';
import { isoNow } from './row';

interface LogRow extends OperationLogLine {
  operation_id: string;
}

const longest = 4_000;

/**
 * Appends one line, without what may be a secret: a build and a crashed app say what they like. The worker and the API may
 * both do so at the same time.
 */
export async function appendLine(
  knex: Knex,
  id: string,
  line: Pick<OperationLogLine, 'level' | 'message'>,
): Promise<void> {
  const message = withoutSecrets(line.message).slice(0, longest);
  for (let attempt = 1; ; attempt++) {
    const last = await knex('operation_log')
      .where({ operation_id: id })
      .max({ seq: 'seq' })
      .first();
    try {
      await knex<LogRow>('operation_log').insert({
        operation_id: id,
        seq: Number(last?.seq ?? 0) + 1,
        time: isoNow(),
        level: line.level,
        message,
      });
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
