import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

/** Any number, so long as every replica has the same. */
const turn = 7007;

/**
 * Replicas on one PostgreSQL start one after the other. Knex cannot bring a new database up to date from two sides: one of them fails,
 * and where both put their row into the migrations' lock, no replica ever starts again (https://github.com/knex/knex/issues/3538).
 * PostgreSQL takes the turn from who has gone.
 */
export const startInTurn = createServiceFactory({
  service: createServiceRef<object>({ id: 'private-ai.start-in-turn', scope: 'root' }),
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.rootLifecycle,
    logger: coreServices.rootLogger,
  },
  // Root services are there before any plugin begins.
  async factory({ config, lifecycle, logger }) {
    if (config.getOptionalString('backend.database.client') !== 'pg') return {};
    const database = DatabaseManager.fromConfig(config).forPlugin('start', { lifecycle, logger });
    const knex = await database.getClient();
    // The lock belongs to one connection, which must not go back to the pool meanwhile.
    const connection = await knex.client.acquireConnection();
    await knex.raw('select pg_advisory_lock(?)', [turn]).connection(connection);
    lifecycle.addStartupHook(async () => {
      await knex.raw('select pg_advisory_unlock(?)', [turn]).connection(connection);
      await knex.client.releaseConnection(connection);
    });
    return {};
  },
});
