import type { LifecycleService, LoggerService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  privateAiChatUsePermission,
  runEvent,
  type ChatTranscript,
  type RunStart,
} from '@private-ai/plugin-private-ai-common';
import express, { type Request, type Response, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Knex } from 'knex';
import { z } from 'zod';
import type { Access } from '../permissions/access';
import { whoAsks } from '../permissions/whoAsks';
import type { LandingZone } from '../config/landingZone';
import { locateApp } from '../app/location';
import type { ClusterClient } from '../kubernetes/client';
import { requireOwnNamespace } from '../kubernetes/ownership';
import type { UserTokens } from '../userTokens/userTokens';
import { beginEvents } from '../sse/beginEvents';
import { agentEndpoint } from './endpoint';
import type { ChatLimits } from './limits';
import { TooManyRunsError } from './openRuns';
import { ChatRuns } from './runs';
import type { RunRow } from './records';
import { ChatStore, type Owner } from './store';

const answer = z.object({
  interruptId: z.string().min(1).max(500),
  status: z.enum(['resolved', 'cancelled']),
  payload: z.unknown(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
const runStart = z
  .object({
    threadId: z.string().max(36).optional(),
    message: z.string().optional(),
    messageId: z.string().min(1).max(200).optional(),
    retryOf: z.string().max(36).optional(),
    resume: z.array(answer).min(1).max(50).optional(),
  })
  .refine(({ resume, threadId, message, retryOf }) => {
    return !resume || (threadId && message === undefined && retryOf === undefined);
  }, 'with resume there is a threadId, and neither message nor retryOf');

/**
 * Chat with the agents: threads, runs and their streams, each the caller's own, behind `private-ai.chat.use` on the
 * entity. Mount it where the plugin's other routes are; it parses its own bodies.
 *
 * @param deps - `database`: the plugin's client, with the migrations of `migrations/` applied; `lifecycle`: to keep
 *   what has come of running answers at shut-down; `userTokens`: tells the agents who asks
 */
export function createChatRouter(deps: {
  logger: LoggerService;
  database: Knex;
  access: Access;
  zones: readonly LandingZone[];
  clusterFor(zone: LandingZone): ClusterClient;
  userTokens: Pick<UserTokens, 'sign'>;
  lifecycle: Pick<LifecycleService, 'addShutdownHook'>;
  limits?: ChatLimits;
}): Router {
  const { access, zones, clusterFor, userTokens, logger } = deps;
  const store = new ChatStore(deps.database);
  const runs = new ChatRuns({ store, logger, limits: deps.limits });
  runs.watch();
  deps.lifecycle.addShutdownHook(() => runs.shutdown());

  const asking = async (request: Request) => {
    const { entity, entityRef, credentials } = await access.app(
      request,
      privateAiChatUsePermission,
    );
    // Threads belong to a user, or to the other plugin that asks.
    return { entity, owner: { entityRef, userRef: whoAsks(credentials) } };
  };
  const ownRun = async (owner: Owner, id: string): Promise<RunRow> => {
    const run = await store.run(owner, id);
    if (!run) throw new NotFoundError(`You have no run ${id} with ${owner.entityRef}.`);
    return run;
  };
  const stream = async (response: Response, owner: Owner, run: RunRow, after: number) => {
    const answer = beginEvents(response);
    try {
      await answer.send({
        id: after,
        data: runEvent({ threadId: run.threadId, runId: run.id }),
      });
      await runs.follow(owner, run, after, answer);
    } catch (error) {
      // The status is sent already. The reader asks again from where the stream broke off.
      logger.error(`The stream of chat run ${run.id} broke off`, error as Error);
    }
    answer.end();
  };

  const router = PromiseRouter();
  const app = '/apps/:kind/:namespace/:name';

  router.post(`${app}/runs`, express.json({ limit: '1mb' }), async (request, response) => {
    const { entity, owner } = await asking(request);
    const asked = runStart.safeParse(request.body);
    if (!asked.success) {
      const { path, message } = asked.error.issues[0];
      const where = path.length > 0 ? `${path.join('.')}: ` : '';
      throw new InputError(`The question is not well formed: ${where}${message}`);
    }
    const at = locateApp(entity, zones);
    const cluster = clusterFor(at.zone);
    await requireOwnNamespace(cluster, at, AbortSignal.timeout(10_000));
    const way = () => agentEndpoint(at, cluster, () => userTokens.sign(owner));
    try {
      const run = await runs.start(owner, at, way, asked.data satisfies RunStart);
      await stream(response, owner, run, 0);
    } catch (error) {
      if (error instanceof TooManyRunsError) response.set('retry-after', String(error.retryAfter));
      throw error;
    }
  });

  router.get(`${app}/threads`, async (request, response) => {
    const { owner } = await asking(request);
    response.json({ items: await store.threads(owner) });
  });

  router.get(`${app}/threads/:threadId`, async (request, response) => {
    const { owner } = await asking(request);
    const thread = await store.thread(owner, request.params.threadId);
    if (!thread) {
      throw new NotFoundError(
        `You have no chat ${request.params.threadId} with ${owner.entityRef}.`,
      );
    }
    const { before } = request.query;
    const position = before === undefined ? undefined : Number(before);
    if (position !== undefined && !Number.isSafeInteger(position)) {
      throw new InputError(`before must be what an answer calls earlier.before, not '${before}'.`);
    }
    const page = await runs.transcript(thread.id, position);
    response.json({ ...thread, ...page } satisfies ChatTranscript);
  });

  router.get(`${app}/runs/:runId/events`, async (request, response) => {
    const { owner } = await asking(request);
    const run = await ownRun(owner, request.params.runId);
    // A reader that reconnects by itself says where it was in the header.
    const asked = request.query.after ?? request.headers['last-event-id'] ?? 0;
    const after = Number(asked);
    if (!Number.isSafeInteger(after) || after < 0) {
      throw new InputError(`after must be the number of an event, not '${asked}'.`);
    }
    await stream(response, owner, run, after);
  });

  router.post(`${app}/runs/:runId/stop`, async (request, response) => {
    const { owner } = await asking(request);
    const run = await ownRun(owner, request.params.runId);
    if (run.state === 'running') await runs.stop(run);
    response.status(204).end();
  });

  return router;
}
