import type { OperationStage, StageName } from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import type { Lease } from './lease';
import { isoNow, type OperationRow } from './row';
import type { WorkContext } from './work';

/** The next stage has begun: those before it are over, and what an earlier try had begun after it does not count. */
export function begun(
  stages: readonly OperationStage[],
  name: StageName,
  at: string,
): OperationStage[] {
  const known = stages.findIndex(stage => stage.name === name);
  const before = known < 0 ? stages : stages.slice(0, known);
  return [...before.map(stage => ({ endedAt: at, ...stage })), { name, startedAt: at }];
}

/** Where the work is, for whoever looks at the operation. Only the holder of the lease writes. */
export function stageOf(knex: Knex, { holder, operation }: Lease): WorkContext['stage'] {
  const held = () =>
    knex<OperationRow>('operations').where({ id: operation.id, lease_holder: holder });
  return async name => {
    const row = await held().first('stages');
    const stages = JSON.parse(row?.stages ?? '[]');
    await held().update({ stages: JSON.stringify(begun(stages, name, isoNow())) });
  };
}
