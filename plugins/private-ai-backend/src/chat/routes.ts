import type { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  privateAiAppUpdatePermission,
  privateAiChatUsePermission,
  runEvent,
  type ChatTranscript,
} from '@private-ai/plugin-private-ai-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { audited } from '../audit/audited';
import { deletionOf } from '../audit/events';
import { askedEntity, type Access } from '../permissions/access';
import { whoAsks } from '../permissions/whoAsks';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import type { Gate } from '../outages/gate';
import type { UserTokens } from '../userTokens/userTokens';
import { beginEvents } from '../sse/beginEvents';
import { whileAllowed } from '../sse/whileAllowed';
import { auditedStart } from './auditedStart';
import { noThread } from './beginRun';
import { agentEndpoint } from './endpoint';
import { TooManyRunsError } from './openRuns';
import type { Owner, Person } from './owner';
import type { RunRow } from './records';
import { placeOf, type Addressed } from './place';
import type { ChatRuns } from './runs';
import { readRunStart } from './runStart';
import type { ChatStore } from './store';
import type { Unread } from './unread';
import { jsonBody } from '../permissions/jsonBody';

/**
 * Chat with an application's agent, or with that of its preview: threads, runs and their streams, each the caller's own. With a
 * preview talks who may release it.
 */
export function createChatRoutes(
  of: Addressed,
  deps: {
    logger: LoggerService;
    access: Access;
    auditor: AuditorService;
    zones: readonly LandingZone[];
    clusterFor(zone: LandingZone): ClusterClient;
    gate: Gate;
    userTokens: Pick<UserTokens, 'sign'>;
    store: ChatStore;
    runs: ChatRuns;
    unread: Unread;
    /** Milliseconds after which who reads an answer is asked for again. */
    recheckMs?: number;
  },
): Router {
  const { access, auditor, userTokens, logger, store, runs, unread } = deps;

  const allowed = async (request: Request) => {
    const granted = await access.app(request, privateAiChatUsePermission);
    const { credentials, entityRef } = granted;
    if (of === 'preview')
      await access.requireOn(credentials, privateAiAppUpdatePermission, entityRef);
    return granted;
  };
  // Threads belong to a user, or to the other plugin that asks.
  const personIn = async (request: Request) => {
    const { entity, entityRef, credentials } = await allowed(request);
    const person: Person = { entityRef, userRef: whoAsks(credentials) };
    return { entity, person: of === 'preview' ? { ...person, previews: true } : person };
  };
  /** Of an application that is not there nobody has conversations, but of before they were told apart. */
  const ownerIn = async (request: Request): Promise<Owner> => {
    const { entity, person } = await personIn(request);
    const place = await placeOf(entity, of, 'lately', deps).catch(error => {
      if (error.name !== 'NotFoundError' || of === 'preview') throw error;
      return undefined;
    });
    return { ...person, application: place?.application, preview: place?.preview };
  };
  const ownRun = async (person: Person, id: string): Promise<RunRow> => {
    const run = await store.run(person, id);
    if (!run) throw new NotFoundError(`You have no run ${id} with ${person.entityRef}.`);
    return run;
  };
  const stream = async (
    [request, response]: [Request, Response],
    person: Person,
    run: RunRow,
    after: number,
  ) => {
    const answer = beginEvents(response);
    const left = unread.reads(run.id);
    try {
      await answer.send({
        id: after,
        data: runEvent({ threadId: run.threadId, runId: run.id }),
      });
      const ask = () => allowed(request);
      const follow = (reader: typeof answer) => runs.follow(person, run, after, reader);
      await whileAllowed(answer, ask, follow, deps.recheckMs);
    } catch (error) {
      // The status is sent already. The reader asks again from where the stream broke off.
      logger.error(`The stream of chat run ${run.id} broke off`, error as Error);
    }
    left();
    answer.end();
  };

  const router = PromiseRouter();
  const app = `/apps/:kind/:namespace/:name${of === 'preview' ? '/preview' : ''}`;

  router.post(`${app}/runs`, jsonBody(1024), async (request, response) => {
    const asked = readRunStart(request.body);
    const start = async () => {
      const userRef = whoAsks(await access.credentials(request));
      // Before anything else is asked: to be refused costs no more than that.
      const leave = runs.place({ userRef, entityRef: askedEntity(request) });
      try {
        const { entity, person } = await personIn(request);
        const { at, cluster, ...place } = await placeOf(entity, of, 'now', deps);
        const way = () => agentEndpoint(at, cluster, () => userTokens.sign(person));
        return { person, ...(await runs.start({ ...person, ...place }, at, way, asked, leave)) };
      } catch (error) {
        leave();
        throw error;
      }
    };
    try {
      const audit = { auditor, request };
      const { person, run } = await auditedStart(audit, askedEntity(request), asked, start);
      await stream([request, response], person, run, 0);
    } catch (error) {
      if (error instanceof TooManyRunsError) response.set('retry-after', String(error.retryAfter));
      throw error;
    }
  });

  router.get(`${app}/threads`, async (request, response) => {
    const owner = await ownerIn(request);
    response.json({ items: await store.threads(owner) });
  });

  router.get(`${app}/threads/:threadId`, async (request, response) => {
    const owner = await ownerIn(request);
    const thread = await store.thread(owner, request.params.threadId);
    if (!thread) throw noThread(owner, request.params.threadId);
    const { before } = request.query;
    const position = before === undefined ? undefined : Number(before);
    if (position !== undefined && !Number.isSafeInteger(position)) {
      throw new InputError(`before must be what an answer calls earlier.before, not '${before}'.`);
    }
    const page = await runs.transcript(thread.id, position);
    response.json({ ...thread, ...page } satisfies ChatTranscript);
  });

  router.delete(`${app}/threads/:threadId`, async (request, response) => {
    const { threadId } = request.params;
    const deletion = deletionOf({ entityRef: askedEntity(request), threadId });
    await audited({ auditor, request }, deletion, async () => {
      const { person } = await personIn(request);
      await runs.forget(person, threadId);
    });
    response.status(204).end();
  });

  router.get(`${app}/runs/:runId/events`, async (request, response) => {
    const { person } = await personIn(request);
    const run = await ownRun(person, request.params.runId);
    // A reader that reconnects by itself says where it was in the header.
    const asked = request.query.after ?? request.headers['last-event-id'] ?? 0;
    const after = Number(asked);
    if (!Number.isSafeInteger(after) || after < 0) {
      throw new InputError(`after must be the number of an event, not '${asked}'.`);
    }
    await stream([request, response], person, run, after);
  });

  router.post(`${app}/runs/:runId/stop`, async (request, response) => {
    const { person } = await personIn(request);
    const run = await ownRun(person, request.params.runId);
    if (run.state === 'running') await runs.stop(run);
    response.status(204).end();
  });

  return router;
}
