import type {
  AuditorService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Knex } from 'knex';
import type { Access } from '../permissions/access';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import type { Gate } from '../outages/gate';
import type { UserTokens } from '../userTokens/userTokens';
import type { ChatLimits } from './limits';
import { createChatRoutes } from './routes';
import { ChatRuns } from './runs';
import { ChatStore } from './store';
import { Unread, type Waits } from './unread';

/**
 * Chat with the agents, and with those of previews: threads, runs and their streams, each the caller's own, behind
 * `private-ai.chat.use` on the entity. Mount it where the plugin's other routes are; it parses its own bodies.
 *
 * @param deps - `database`: the plugin's client, with the migrations of `migrations/` applied; `lifecycle`: to keep
 *   what has come of running answers at shut-down; `userTokens`: tells the agents who asks
 */
export function createChatRouter(deps: {
  logger: LoggerService;
  database: Knex;
  access: Access;
  auditor: AuditorService;
  zones: readonly LandingZone[];
  clusterFor(zone: LandingZone): ClusterClient;
  gate: Gate;
  userTokens: Pick<UserTokens, 'sign'>;
  lifecycle: Pick<LifecycleService, 'addShutdownHook'>;
  limits?: ChatLimits;
  /** Told of an agent that asks something, where nobody reads it. */
  waits?: Waits;
  /** Milliseconds after which who reads an answer is asked for again. */
  recheckMs?: number;
}): Router {
  const store = new ChatStore(deps.database);
  const unread = new Unread(deps.waits);
  const runs = new ChatRuns({ store, logger: deps.logger, limits: deps.limits, unread });
  runs.watch();
  deps.lifecycle.addShutdownHook(() => runs.shutdown());

  const each = { ...deps, store, runs, unread };
  const router = PromiseRouter();
  router.use(createChatRoutes('application', each));
  router.use(createChatRoutes('preview', each));
  return router;
}
