import type {
  AuditorService,
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import {
  inEnglish,
  operationKinds,
  operationStates,
  privateAiCurationReadPermission,
  type OperationInputs,
  type OperationKind,
} from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Knex } from 'knex';
import { z } from 'zod';
import { readEntityRef } from '../app/entityRef';
import { audited } from '../audit/audited';
import { changeOf, startedAs, startOf } from '../audit/events';
import type { Access } from '../permissions/access';
import { whoAsks } from '../permissions/whoAsks';
import type { LandingZone } from '../config/landingZone';
import { zoneNamed } from '../config/zones';
import { streamEvents } from './events';
import { readKey } from './idempotencyKey';
import { linesAfter } from './log';
import { OperationNews } from './news';
import { provisioning } from './provisioners';
import type { OperationRules } from './rules';
import { parseStart } from './start';
import type { Listed, OperationStore, Page } from './store';
import type { Works } from './work';
import { jsonBody } from '../permissions/jsonBody';
import { inTime } from '../time/inTime';

/** Milliseconds for what is asked of others before an operation is started. */
const admitMs = 20_000;

/** `…/operations`: start, list, get, follow, cancel, resume. */
export function createOperationsRouter(deps: {
  access: Access;
  auditor: AuditorService;
  rules: OperationRules;
  works: Works;
  store: OperationStore;
  knex: Knex;
  zones: readonly LandingZone[];
  logger: LoggerService;
  /** Something new may be there to work on. */
  poke(): void;
  /** Milliseconds after which who follows an operation is asked for again. */
  recheckMs?: number;
}): Router {
  const { access, auditor, rules, works, store, knex, zones, logger, poke } = deps;
  const router = PromiseRouter();
  const news = new OperationNews(knex);

  router.post('/operations', jsonBody(256), async (request, response) => {
    const credentials = await access.credentials(request);
    const { kind, input, entityRef, landingZone } = parseStart(request.body, works, zones);
    const asked = { kind, entityRef, landingZone };
    const start = async () => {
      const { alone } = await rules.mayStart(credentials, asked);
      await requireOwner(credentials, kind, input);
      const requestedBy = whoAsks(credentials);
      const idempotencyKey = readKey(request.header('idempotency-key'));
      // One that is there already was admitted as things stood then.
      if (!idempotencyKey || !(await store.startedWith(requestedBy, idempotencyKey)))
        await admit(kind, input, landingZone);
      return store.start({ ...asked, requestedBy, input, alone, idempotencyKey });
    };
    const operation = await audited({ auditor, request }, startOf(asked), start, startedAs);
    poke();
    response.status(operation.state === 'queued' ? 201 : 200).json(operation);
  });

  async function admit<K extends OperationKind>(
    kind: K,
    input: OperationInputs[K],
    landingZone: string,
  ): Promise<void> {
    const zone = zoneNamed(zones, landingZone);
    if (!zone) return;
    await inTime('The cluster or the git host', admitMs, async signal =>
      works[kind].admit?.(input, zone, signal),
    );
  }

  async function requireOwner(
    credentials: BackstageCredentials,
    kind: OperationKind,
    input: OperationInputs[OperationKind],
  ): Promise<void> {
    if (!provisioning.includes(kind)) return;
    const { app } = input as OperationInputs['provision' | 'make'];
    const problem = await rules.ownerProblem(credentials, app);
    if (problem) throw new NotAllowedError(inEnglish(problem));
  }

  router.get('/operations', async (request, response) => {
    const credentials = await access.credentials(request);
    const listed = readListed(request.query);
    await (listed.entityRef
      ? rules.maySee(credentials, listed.entityRef)
      : access.requireOf(credentials, privateAiCurationReadPermission));
    response.json({ items: await store.list(listed, readPage(request.query)) });
  });

  router.get('/operations/:id', async (request, response) => {
    const credentials = await access.credentials(request);
    const operation = await store.get(request.params.id);
    await rules.maySee(credentials, operation.entityRef);
    response.json(operation);
  });

  router.get('/operations/:id/events', async (request, response) => {
    const credentials = await access.credentials(request);
    const operation = await store.get(request.params.id);
    await rules.maySee(credentials, operation.entityRef);
    const after = Number(request.query.after ?? request.header('last-event-id') ?? 0);
    if (!Number.isInteger(after) || after < 0) {
      throw new InputError('after must be the seq of a log line.');
    }
    try {
      await streamEvents(response, {
        after,
        lines: seq => linesAfter(knex, operation.id, seq),
        operation: () => store.get(operation.id),
        news: (seq, signal) => news.wait(operation.id, seq, signal),
        mayRead: () => rules.maySee(credentials, operation.entityRef),
        recheckMs: deps.recheckMs,
      });
    } catch (error) {
      // The status is sent already. The reader asks again from where the stream broke off.
      logger.error(`The events of operation ${operation.id} broke off`, error as Error);
    }
  });

  router.post('/operations/:id/cancel', async (request, response) => {
    const credentials = await access.credentials(request);
    const operation = await store.get(request.params.id);
    const cancelled = await audited(
      { auditor, request },
      changeOf('cancel', operation),
      async () => {
        await rules.mayCancel(credentials, operation);
        return store.cancel(operation.id, whoAsks(credentials));
      },
    );
    response.json(cancelled);
  });

  router.post('/operations/:id/resume', async (request, response) => {
    const credentials = await access.credentials(request);
    const operation = await store.get(request.params.id);
    const resumed = await audited({ auditor, request }, changeOf('resume', operation), async () => {
      await rules.mayResume(credentials, operation);
      return store.resume(operation.id, whoAsks(credentials));
    });
    poke();
    response.json(resumed);
  });

  return router;
}

/** `?entityRef=`, and `?state=` and `?kind=`, of which there may be several. @throws InputError */
function readListed({ entityRef, state, kind }: Record<string, unknown>): Listed {
  const asked = z.object({
    states: oneOf('state', operationStates),
    kinds: oneOf('kind', operationKinds),
  });
  const found = asked.safeParse({ states: state, kinds: kind });
  if (!found.success)
    throw new InputError(found.error.issues.map(({ message }) => message).join(' '));
  return { ...found.data, ...(entityRef !== undefined && { entityRef: readEntityRef(entityRef) }) };
}

function oneOf<T extends string>(name: string, known: readonly T[]) {
  const value = z.enum(known as readonly [T, ...T[]], {
    message: `${name} must be one of ${known.join(', ')}.`,
  });
  return z.preprocess(
    given => (given === undefined || Array.isArray(given) ? given : [given]),
    z.array(value).optional(),
  );
}

/** `?limit=` at most 100, and `?before=` the last one's `createdAt` for the page after it. */
function readPage({ limit = '100', before }: Record<string, unknown>): Page {
  const count = Number(limit);
  if (!Number.isInteger(count) || count < 1 || count > 100) {
    throw new InputError('limit must be a whole number from 1 to 100.');
  }
  if (before === undefined) return { limit: count };
  if (typeof before !== 'string' || Number.isNaN(Date.parse(before))) {
    throw new InputError('before must be the createdAt of an operation.');
  }
  return { limit: count, before: new Date(before).toISOString() };
}
