import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Arm } from '../arm/arm.ts';
import { verdictOn } from '../arm/authorization/access.ts';
import { containerRegistry } from '../arm/types/containerRegistry/containerRegistry.ts';
import type { TokenVerifier } from '../entra/verifier.ts';
import type { Images } from './image.ts';

/** Whose tokens are exchanged, and where registries and roles are written down. */
export interface Azure {
  arm: Arm;
  verifier: TokenVerifier;
}

const audiences = ['https://containerregistry.azure.net', 'https://management.azure.com'];
const pull = 'Microsoft.ContainerRegistry/registries/pull/read';
const lifetimeMilliseconds = 75 * 60 * 1000;

interface Grant {
  service: string;
  oid: string;
  /** `repository:<name>:<actions>` of an access token; none for a refresh token. */
  scope?: string;
  until: number;
}

/**
 * The registries' own API, as far as somebody looks for an image: tokens of Entra are exchanged for the registry's
 * (azure.github.io/acr/AAD-OAuth.html), and `HEAD` of a manifest names its digest.
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
    const refresh = this.#grant({ service, oid: principal.oid });
    return send(response, 200, { refresh_token: refresh });
  }

  #token(form: URLSearchParams, response: ServerResponse): void {
    const grant = this.#known(form.get('refresh_token') ?? '');
    const service = form.get('service') ?? '';
    const scope = form.get('scope') ?? '';
    const registry = this.#registry(service);
    const isAsked = form.get('grant_type') === 'refresh_token' && grant?.service === service;
    if (!isAsked || !registry || !this.#azure)
      return refuse(response, 401, 'UNAUTHORIZED', 'refresh token is invalid');
    const asked = { by: grant.oid, action: pull, scope: registry.id };
    if (!/^repository:[^:]+:pull$/.test(scope) || verdictOn(asked, this.#azure.arm) !== 'allowed')
      return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
    return send(response, 200, { access_token: this.#grant({ service, oid: grant.oid, scope }) });
  }

  async #manifest(
    { headers }: IncomingMessage,
    response: ServerResponse,
    repository: string,
    reference: string,
  ): Promise<void> {
    const [, token = ''] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
    const grant = this.#known(token);
    if (grant?.scope !== `repository:${repository}:pull`)
      return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
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
    return grant && grant.until > Date.now() ? grant : undefined;
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
