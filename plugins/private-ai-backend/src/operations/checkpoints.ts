import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { Lease } from './lease';
import type { OperationRow } from './row';
import type { WorkContext } from './work';

/** What the work keeps with its operation. Only the holder of the lease writes: a stale worker would undo the new one's. */
export function checkpointsOf(
  knex: Knex,
  { holder, operation }: Lease,
): WorkContext['checkpoints'] {
  const table = () => knex('operation_checkpoints');
  return {
    async get(key) {
      const row = await table().where({ operation_id: operation.id, key }).first('value');
      return row?.value;
    },
    async set(key, value) {
      await knex.transaction(async transaction => {
        // Locks the row (PostgreSQL) until the write is done, so the lease cannot change hands in between.
        const held = await transaction<OperationRow>('operations')
          .where({ id: operation.id, lease_holder: holder })
          .forUpdate()
          .first('id');
        if (!held) {
          throw new ConflictError(`Another replica goes on with the operation ${operation.id}.`);
        }
        const checkpoints = transaction('operation_checkpoints');
        await (value === undefined
          ? checkpoints.where({ operation_id: operation.id, key }).delete()
          : checkpoints
              .insert({ operation_id: operation.id, key, value })
              .onConflict(['operation_id', 'key'])
              .merge());
      });
    },
  };
}
