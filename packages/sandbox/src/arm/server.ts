import { randomUUID } from 'node:crypto';
import https from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { directoryOf, portalClientId, portalSecret } from '../entra/directory.ts';
import { graphAnswer } from '../entra/graph.ts';
import { signingKey } from '../entra/keys.ts';
import { entraAnswer, isOfEntra } from '../entra/routes.ts';
import { peopleSignIn } from '../entra/signIn.ts';
import { tokenVerifier, type TokenVerifier } from '../entra/verifier.ts';
import type { Effect, Faults, Listener } from '../faults/faults.ts';
import { listen } from '../listen.ts';
import type { Room, Surroundings } from '../room.ts';
import { armAnswer, type ArmAnswer } from './answer.ts';
import { ArmError } from './errors.ts';
import type { ArmHooks } from './hooks.ts';
import { identityOf } from './principals.ts';
import { ResourceManager } from './resourceManager.ts';
import { resourceTypes } from './types/index.ts';

const tenantId = '22222222-2222-2222-2222-222222222222';
const subscriptionId = '11111111-1111-1111-1111-111111111111';
/** With nothing in it: for a second landing zone. */
export const secondSubscriptionId = '99999999-9999-9999-9999-999999999999';
const largestBody = 4 * 1024 * 1024;

export interface ArmRoom extends Room {
  arm: ResourceManager;
  verifier: TokenVerifier;
  tenantId: string;
  subscriptionId: string;
  clientId: string;
  clientSecret: string;
}

/** Starts Azure Resource Manager, Entra, Microsoft Graph and the metadata endpoint on one port. */
export async function startArm(
  surroundings: Surroundings,
  {
    port,
    hooks = {},
    wrap = (_, listener) => listener,
  }: {
    port: number;
    hooks?: ArmHooks;
    wrap?: Faults['wrap'];
  },
): Promise<ArmRoom> {
  const arm = new ResourceManager(surroundings.store, {
    tenantId,
    subscriptionIds: [subscriptionId, secondSubscriptionId],
    types: resourceTypes,
    hooks,
  });
  const key = await signingKey(surroundings.store, 'entra');
  const verifier = tokenVerifier(key);
  const listener: Listener = (request, response, effect) => void answer(request, response, effect);
  const asArm = wrap('arm', listener, path => arm.operations.find(path)?.resourceId);
  const asEntra = wrap('entra', listener);
  const server = https.createServer(
    await surroundings.authority.serverOptions(),
    (request, response) => {
      arm.calls.note(request, response);
      const own = isOfEntra(request.url ?? '/') ? asEntra : asArm;
      own(request, response);
    },
  );
  const { port: taken, stop } = await listen(server, port);
  const url = `https://localhost:${taken}`;
  const directory = directoryOf(
    surroundings,
    { tenantId, identity: clientId => identityOf(clientId, arm) },
    url,
  );
  const signIn = peopleSignIn(surroundings.store, key, url);
  const timer = setInterval(() => arm.settle(), 250).unref();

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    effect?: Effect,
  ): Promise<void> {
    const requestId = randomUUID();
    const correlationId = String(request.headers['x-ms-correlation-request-id'] ?? requestId);
    let result: ArmAnswer;
    try {
      result = await route(request, effect);
    } catch (error) {
      if (!(error instanceof ArmError)) surroundings.log(`arm: ${(error as Error).stack}`);
      result = refusal(error as Error, correlationId);
    }
    if (arm.timing.settings.latencyMs) await sleep(arm.timing.settings.latencyMs);
    const body = result.body === undefined ? undefined : JSON.stringify(result.body);
    response.writeHead(result.status, {
      ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
      'content-length': Buffer.byteLength(body ?? ''),
      'x-ms-request-id': requestId,
      'x-ms-correlation-request-id': correlationId,
      ...result.headers,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  async function route(request: IncomingMessage, effect?: Effect): Promise<ArmAnswer> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const path = decodeURIComponent(pathname)
      .replace(/\/+$/, '')
      .replace(/\/{2,}/g, '/');
    const method = request.method ?? 'GET';
    const text = await bodyOf(request);
    const entra =
      (await graphAnswer(
        { method, path, query: searchParams, authorization: request.headers.authorization },
        { verifier, tenantId },
      )) ??
      (await entraAnswer(
        { method, path, query: searchParams, body: text },
        { directory, key, authority: url, signIn },
      ));
    if (entra) return entra;
    const principal = await signedIn(request);
    const limits = arm.throttle.take({ method, path, principal });
    try {
      const asked = { method, path, query: searchParams, body: parsed(text), base: url, effect };
      const { headers, ...answered } = await armAnswer({ ...asked, by: principal }, arm);
      return { ...answered, headers: { ...limits, ...headers } };
    } catch (error) {
      if (error instanceof ArmError) Object.assign(error.headers, limits);
      throw error;
    }
  }

  async function signedIn(request: IncomingMessage): Promise<string> {
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token)
      throw new ArmError(
        401,
        'AuthenticationFailed',
        "Authentication failed. The 'Authorization' header is missing.",
      );
    const audiences = [url, 'https://management.azure.com', 'https://management.core.windows.net'];
    try {
      return (await verifier.verify(token, audiences)).oid;
    } catch (cause) {
      throw new ArmError(
        401,
        'InvalidAuthenticationToken',
        `The access token is invalid: ${(cause as Error).message}.`,
      );
    }
  }

  return {
    url,
    arm,
    verifier,
    tenantId,
    subscriptionId,
    clientId: portalClientId,
    clientSecret: portalSecret(surroundings),
    stop: async () => {
      clearInterval(timer);
      await stop();
    },
  };
}

function refusal(error: Error, correlationId: string): ArmAnswer {
  if (error instanceof ArmError)
    return {
      status: error.status,
      body: { error: { code: error.code, message: error.message } },
      headers: error.headers,
    };
  return {
    status: 500,
    body: {
      error: {
        code: 'InternalServerError',
        message: `The sandbox failed; its log has the cause. Correlation id ${correlationId}.`,
      },
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > largestBody)
      throw new ArmError(
        413,
        'RequestEntityTooLarge',
        `A request body may have ${largestBody} bytes.`,
      );
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ArmError(
      400,
      'InvalidRequestContent',
      'The request content was invalid and could not be deserialized: it is not JSON.',
    );
  }
}
