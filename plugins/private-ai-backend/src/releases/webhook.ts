import type { AuditorService, AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { AuthenticationError, CustomErrorBase, ServiceUnavailableError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATION_LANDING_ZONE, type Operation } from '@private-ai/plugin-private-ai-common';
import express, { type Request, type Response, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { audited, type Audit } from '../audit/audited';
import { deliveryOf, startedAs, startOf } from '../audit/events';
import type { LandingZone } from '../config/landingZone';
import { zoneNamed } from '../config/zones';
import { entityLabel } from '../app/entityLabel';
import { whoAsks } from '../permissions/whoAsks';
import { requireOwnSource } from '../git/source';
import { readPush, type Push } from '../git/pushEvent';
import { sameRepository } from '../git/repoUrl';
import { proofHeaders } from '../git/hosts';
import { isSigned, signatureProblem } from '../git/signature';
import { sourceRepository } from '../git/sourceLocation';
import { FewAtOnce } from '../time/fewAtOnce';
import { startRelease, type ReleaseDeps } from './releaseStarts';

/** Below it nobody is signed in: {@link signatureProblem} is the gate. */
export const WEBHOOKS = '/webhooks/git';
/** Bytes: a push lists its commits with their files. */
const largest = 5 * 1024 * 1024;
/** Deliveries whose bodies are in memory at the same time: they are read before anybody knows whose they are. */
const bodiesAtOnce = 8;
/** Deliveries that may wait for that; their bodies are still on the wire. */
const waitingAtOnce = 100;
/** Milliseconds; hosts give up after ten seconds (GitHub, GitLab). */
const patience = 9_000;

class TooLargeError extends CustomErrorBase {
  name = 'TooLargeError' as const;
  readonly statusCode = 413;
  constructor() {
    super(
      `The delivery is larger than ${largest / 1024 / 1024} MB: release that commit from the app's page.`,
    );
  }
}

class LateError extends CustomErrorBase {
  name = 'LateError' as const;
  readonly statusCode = 408;
  constructor() {
    super('The delivery did not arrive in time: have the git host send it again.');
  }
}

/**
 * `POST /webhooks/git/:landingZone`: the git host tells of a push, and the portal releases it as itself. A delivery that is
 * sent again finds the operation of the first. Answers with `{ operations }` or, where there is nothing to do, `{ ignored }`:
 * hosts switch a webhook off that they are refused by too often.
 */
export function createWebhookRouter(
  deps: ReleaseDeps & {
    auth: AuthService;
    auditor: AuditorService;
    catalog: CatalogService;
    logger: LoggerService;
    /** Milliseconds that a delivery's body may take. */
    bodyMs?: number;
  },
): Router {
  const router = PromiseRouter();
  const few = new FewAtOnce(bodiesAtOnce);

  /** @throws AuthenticationError, the same whatever is wrong: who knows no secret is not told which landing zones there are */
  async function signedDelivery(request: Request<{ landingZone: string }>, response: Response) {
    const { headers, params } = request;
    const zone = zoneNamed(deps.zones, params.landingZone);
    const refuse = (problem: string): Promise<never> => {
      const name = params.landingZone.slice(0, 63);
      deps.logger.warn(
        `A delivery to the webhook of the landing zone ${JSON.stringify(name)}: ${problem}.`,
      );
      const error = new AuthenticationError(
        `The delivery is not signed with the secret of this landing zone. The git host's webhook needs the secret that is git.webhookSecret of the landing zone in the portal's configuration; it is shown by one of ${proofHeaders.join(', ')}. The portal's log says what is missing.`,
      );
      return audited({ auditor: deps.auditor }, deliveryOf(name), () => Promise.reject(error));
    };
    if (!isSigned(headers)) return refuse('it is not signed');
    if (few.waiting >= waitingAtOnce)
      throw new ServiceUnavailableError(
        'Too many deliveries arrive at once: have the git host send this one again.',
      );
    const { bodyMs = patience } = deps;
    const body = await few.run(() => bodyOf(request, response, bodyMs));
    const delivery = { headers, body };
    const problem = signatureProblem(zone ?? { git: { type: 'github' } }, delivery);
    if (problem || !zone) return refuse(problem ?? 'there is no such landing zone');
    return { zone, delivery };
  }

  router.post(`${WEBHOOKS}/:landingZone`, async (request, response) => {
    const { zone, delivery } = await signedDelivery(request, response);
    const push = readPush(zone.git, delivery, deps.integrations);
    if ('ignored' in push) return void response.json(push);
    requireOwnSource(push.repository, zone);
    const apps = await appsOf(push, deps);
    const here = apps.filter(one => zoneNameOf(one) === zone.name);
    if (here.length === 0) return void response.json({ ignored: nothingHere(push, zone, apps) });
    // Nobody is signed in, and what proves a delivery is no token of the portal's.
    const { auditor } = deps;
    const operations = await releaseAll(here, push, { ...deps, audit: { auditor } });
    const isNew = operations.some(({ state }) => state === 'queued');
    return void response.status(isNew ? 201 : 200).json({ operations });
  });
  return router;
}

/** One repository may describe several entities, and an entity may only say that it is described there. */
async function releaseAll(
  apps: readonly Entity[],
  { commit, before }: Push,
  deps: ReleaseDeps & { auth: AuthService; audit: Audit },
): Promise<Pick<Operation, 'id' | 'entityRef' | 'state'>[]> {
  const requestedBy = whoAsks(await deps.auth.getOwnServiceCredentials());
  const signal = AbortSignal.timeout(patience);
  const started = await Promise.allSettled(
    apps.map(entity => {
      const entityRef = stringifyEntityRef(entity);
      const app = entityLabel(entityRef);
      // With what was before: a branch that is set back to a commit is released once more.
      const idempotencyKey = `push ${app} ${before}..${commit}`;
      const by = { requestedBy, idempotencyKey };
      return audited(
        deps.audit,
        startOf({ kind: 'release', entityRef, landingZone: zoneNameOf(entity) }),
        () => startRelease(entity, { commit, pushed: true }, by, { ...deps, signal }),
        one => ({ ...startedAs(one), requestedBy }),
      );
    }),
  );
  const operations = started.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
  if (operations.length === 0) throw (started[0] as PromiseRejectedResult).reason;
  return operations.map(({ id, entityRef, state }) => ({ id, entityRef, state }));
}

/** The apps of every landing zone that say that they come from the repository. */
async function appsOf(
  { repository }: Push,
  {
    auth,
    catalog,
    integrations,
    zones,
  }: Pick<ReleaseDeps, 'integrations' | 'zones'> & { auth: AuthService; catalog: CatalogService },
): Promise<Entity[]> {
  const credentials = await auth.getOwnServiceCredentials();
  const { items } = await catalog.getEntities(
    {
      filter: { [`metadata.annotations.${ANNOTATION_LANDING_ZONE}`]: CATALOG_FILTER_EXISTS },
      fields: ['apiVersion', 'kind', 'metadata', 'relations'],
    },
    { credentials },
  );
  return items.filter(entity => {
    const zone = zoneNamed(zones, zoneNameOf(entity));
    if (!zone) return false;
    try {
      return sameRepository(sourceRepository(entity, zone.git, integrations), repository);
    } catch {
      // It does not say where it comes from.
      return false;
    }
  });
}

const zoneNameOf = ({ metadata }: Entity) => metadata.annotations?.[ANNOTATION_LANDING_ZONE];

function nothingHere(
  { repository }: Push,
  zone: LandingZone,
  elsewhere: readonly Entity[],
): string {
  const { repoUrl } = repository;
  if (elsewhere.length === 0)
    return `No application of this portal says that it comes from ${repoUrl}.`;
  const apps = elsewhere.map(one => `${stringifyEntityRef(one)} (${zoneNameOf(one)})`);
  return `No application of ${zone.name} comes from ${repoUrl}, but of another landing zone: ${apps.join(', ')}.`;
}

/** The bytes as they were signed. */
async function bodyOf(request: Request, response: Response, ms: number): Promise<Buffer> {
  let late: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      late = setTimeout(() => reject(new LateError()), ms);
      readRaw(request, response, (error?: { type?: string }) => {
        if (!error) resolve();
        else reject(error.type === 'entity.too.large' ? new TooLargeError() : error);
      });
    });
    return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  } catch (error) {
    // What is still to come of it is not waited for, and nobody is to send another request after it.
    response.setHeader('Connection', 'close');
    response.once('finish', () => request.destroy());
    throw error;
  } finally {
    clearTimeout(late);
  }
}
const readRaw = express.raw({ type: () => true, limit: largest, inflate: false });
