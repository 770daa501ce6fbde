import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Arm } from '../arm/arm.ts';
import { containerRegistry } from '../arm/types/containerRegistry/containerRegistry.ts';
import type { TokenVerifier } from '../entra/verifier.ts';
import { isAbac, mayAccess, verbs, type Verb } from './access.ts';
import type { Images } from './image.ts';

/** Whose tokens are exchanged, and where registries and roles are written down. */
export interface Azure {
  arm: Arm;
  verifier: TokenVerifier;
}

const audiences = ['https://containerregistry.azure.net', 'https://management.azure.com'];
const lifetimeMilliseconds = 75 * 60 * 1000;

interface Grant {
  service: string;
  oid: string;
  /** Of an access token; none for a refresh token. */
  repository?: { name: string; verbs: Verb[] };
  /** The registry's mode when it was given: no token is good in the other. */
  abac: boolean;
  until: number;
}

/**
 * The registries' own API, as far as somebody looks for an image or asks whether they may push: tokens of Entra are exchanged for the
 * registry's (azure.github.io/acr/AAD-OAuth.html), and `HEAD` of a manifest names its digest. Images come of builds alone.
 */
export class Distribution {
  readonly #images: Images;
  readonly #grants = new Map<string, Grant>();
  #azure: Azure | undefined;

  constructor(images: Images) {
    this.#images = images;
  }

  /** Until then nobody is let in. */
  setAzure(azure: Azure): void {
    this.#azure = azure;
  }

  /** Whether a request is for this API. */
  takes(path: string): boolean {
    return /^\/(v2|oauth2)(\/|$)/.test(path);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'https://localhost');
    if (request.method === 'POST' && pathname === '/oauth2/exchange')
      return this.#exchange(await formOf(request), response);
    if (request.method === 'POST' && pathname === '/oauth2/token')
      return this.#token(await formOf(request), response);
    const [, target] = /^\/v2\/(.+)\/blobs\/uploads\/$/.exec(pathname) ?? [];
    if (target && request.method === 'POST') return this.#upload(request, response, target);
    const [, repository, reference] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(pathname) ?? [];
    if (!repository) return refuse(response, 404, 'NAME_UNKNOWN', 'page not found');
    if (request.method !== 'HEAD')
      return refuse(response, 405, 'UNSUPPORTED', 'The sandbox answers HEAD of a manifest.');
    return this.#manifest(request, response, repository, reference);
  }

  async #exchange(form: URLSearchParams, response: ServerResponse): Promise<void> {
    const service = form.get('service') ?? '';
    const token = form.get('access_token') ?? '';
    const principal = await this.#azure?.verifier.verify(token, audiences).catch(() => undefined);
    const isAsked = form.get('grant_type') === 'access_token' && this.#registry(service);
    if (!isAsked || !principal || form.get('tenant') !== principal.tid)
      return refuse(response, 401, 'UNAUTHORIZED', 'aad access token is invalid');
    const refresh = this.#grant({ service, oid: principal.oid, abac: isAbac(isAsked) });
    return send(response, 200, { refresh_token: refresh });
  }

  #token(form: URLSearchParams, response: ServerResponse): void {
    const grant = this.#known(form.get('refresh_token') ?? '');
    const service = form.get('service') ?? '';
    const scope = form.get('scope') ?? '';
    const registry = this.#registry(service);
    const isAsked = form.get('grant_type') === 'refresh_token' && grant?.service === service;
    const { arm } = this.#azure ?? {};
    if (!isAsked || !registry || !arm || grant.repository)
      return refuse(response, 401, 'UNAUTHORIZED', 'refresh token is invalid');
    const [, name, wanted = ''] = /^repository:([^:]+):([a-z,]+)$/.exec(scope) ?? [];
    const asked = wanted.split(',');
    const known = verbs.filter(verb => asked.includes(verb));
    const may = (verb: Verb) => mayAccess({ by: grant.oid, verb, repository: name }, registry, arm);
    if (!name || known.length < asked.length || !known.every(may))
      return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
    const { oid, abac } = grant;
    const access = this.#grant({ service, oid, abac, repository: { name, verbs: known } });
    return send(response, 200, { access_token: access });
  }

  /** The first step of a push, which tells whether it may be. */
  #upload(request: IncomingMessage, response: ServerResponse, repository: string): void {
    if (!this.#given(request, repository, 'push'))
      return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
    return refuse(response, 405, 'UNSUPPORTED', 'The sandbox takes images of its own builds.');
  }

  /** The grant that a request's token stands for, if it is for that. */
  #given({ headers }: IncomingMessage, repository: string, verb: Verb): Grant | undefined {
    const [, token = ''] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    const grant = this.#known(token);
    const isFor = grant?.repository?.name === repository && grant.repository.verbs.includes(verb);
    return isFor ? grant : undefined;
  }

  async #manifest(
    request: IncomingMessage,
    response: ServerResponse,
    repository: string,
    reference: string,
  ): Promise<void> {
    const grant = this.#given(request, repository, 'pull');
    if (!grant) return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
    const separator = reference.startsWith('sha256:') ? '@' : ':';
    const image = await this.#images.resolve(
      `${grant.service}/${repository}${separator}${reference}`,
    );
    if (!image) return refuse(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown');
    return send(response, 200, undefined, {
      'content-type': 'application/vnd.oci.image.manifest.v1+json',
      'docker-content-digest': image.digest,
    });
  }

  #registry(service: string) {
    return this.#azure?.arm
      .list('', containerRegistry.type)
      .find(({ properties }) => properties.loginServer === service.toLowerCase());
  }

  #grant(given: Omit<Grant, 'until'>): string {
    const now = Date.now();
    for (const [token, { until }] of this.#grants) if (until < now) this.#grants.delete(token);
    const token = randomBytes(32).toString('base64url');
    this.#grants.set(token, { ...given, until: now + lifetimeMilliseconds });
    return token;
  }

  #known(token: string): Grant | undefined {
    const grant = this.#grants.get(token);
    const registry = grant && this.#registry(grant.service);
    const isGood = grant && grant.until > Date.now() && registry;
    return isGood && isAbac(registry) === grant.abac ? grant : undefined;
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const part of request) {
    text += part;
    if (text.length > 64 * 1024) break;
  }
  return new URLSearchParams(text);
}

function send(response: ServerResponse, status: number, body?: object, headers: object = {}): void {
  response
    .writeHead(status, {
      ...(body && { 'content-type': 'application/json; charset=utf-8' }),
      'docker-distribution-api-version': 'registry/2.0',
      ...headers,
    })
    .end(body && JSON.stringify(body));
}

const refuse = (response: ServerResponse, status: number, code: string, message: string) =>
  send(response, status, { errors: [{ code, message }] });
