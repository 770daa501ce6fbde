import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Call } from './call.ts';
import {
  aggregated,
  apiGroup,
  apiGroups,
  coreVersions,
  openApi,
  openApiIndex,
  resourceList,
  version,
} from './discovery.ts';
import { parseApiPath } from './kinds.ts';
import { objectAnswer } from './objectRoutes.ts';
import { bindingAnswer, scaleAnswer, tokenAnswer } from './partRoutes.ts';
import { sendLogs, type Logs } from './podLogs.ts';
import type { Resources } from './resources.ts';
import type { ServiceAccountTokens } from './serviceAccountTokens.ts';
import { proxyToService, type Dial } from './serviceProxy.ts';
import { attributesOf, type Attributes, type User } from './rbac/attributes.ts';
import { decide } from './rbac/authorizer.ts';
import { notAllowed } from './rbac/forbidden.ts';
import { reviewAnswer } from './rbac/reviews.ts';
import { signedIn, verbOf, type SignInMeans } from './signIn.ts';
import { noSuchResource } from './status.ts';

/** What the API serves from; `dial` and `logs` are given by the kubelet later. */
export interface Served {
  resources: Resources;
  tokens: ServiceAccountTokens;
  means: SignInMeans;
  dial: Dial;
  logs: Logs;
}

/** Answers any path of the API; nothing when the answer is sent already. */
export async function clusterAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  served: Served,
): Promise<(Answer & { type?: string }) | undefined> {
  const {
    pathname,
    search,
    searchParams: query,
  } = new URL(request.url ?? '/', served.tokens.issuer);
  const open = openTo(pathname, served.tokens);
  if (open) return open;
  const user = await signedIn(request, served.means);
  const method = request.method ?? 'GET';
  const path = parseApiPath(pathname);
  const authorize = (asked: Attributes) => authorizeFor(served, user, asked);
  if (!path) {
    authorize({ verb: method.toLowerCase(), path: pathname });
    const found = discoveryAnswer(pathname, request);
    if (found) return found;
    if (/^\/(api\/v1|apis\/[^/]+\/[^/]+)\//.test(pathname) && groupServed(pathname)) {
      throw noSuchResource();
    }
    return { status: 404, body: '404 page not found\n', type: 'text/plain; charset=utf-8' };
  }
  authorize(attributesOf(verbOf(method, path, query.has('watch')), path));
  return objectsAnswer({ method, path, query, request, response, user }, search, served);
}

/** @throws StatusError 403 */
function authorizeFor({ resources }: Served, user: User, asked: Attributes): void {
  const { allowed, reason } = decide(resources.objects, user, asked);
  if (!allowed) throw notAllowed(user, asked, reason);
}

/** What anybody may ask: whether it lives, and how its ServiceAccounts' tokens are checked. */
function openTo(path: string, tokens: ServiceAccountTokens) {
  if (['/healthz', '/livez', '/readyz'].includes(path)) {
    return { status: 200, body: 'ok', type: 'text/plain; charset=utf-8' };
  }
  if (path === '/.well-known/openid-configuration') {
    return { status: 200, body: tokens.configuration() };
  }
  if (path === '/openid/v1/jwks') {
    return { status: 200, body: tokens.keys(), type: 'application/jwk-set+json' };
  }
  return undefined;
}

const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function discoveryAnswer(path: string, request: IncomingMessage) {
  const ok = (body: unknown, type?: string) => (body ? { status: 200, body, type } : undefined);
  if (path === '/version') return ok(version);
  if (path === '/api' || path === '/apis') {
    const accept = String(request.headers.accept);
    if (/g=apidiscovery\.k8s\.io;v=v2;as=APIGroupDiscoveryList/.test(accept)) {
      return ok(aggregated(path === '/api'), aggregatedType);
    }
    return ok(path === '/api' ? coreVersions(String(request.headers.host)) : apiGroups());
  }
  if (path === '/openapi/v3') return ok(openApiIndex());
  const document = /^\/openapi\/v3\/(.+)$/.exec(path);
  if (document) return ok(openApi(document[1]));
  const [, core, group, groupVersion] =
    /^\/(?:api\/([^/]+)|apis\/([^/]+)(?:\/([^/]+))?)$/.exec(path) ?? [];
  if (core) return ok(resourceList('', core));
  if (group) return ok(groupVersion ? resourceList(group, groupVersion) : apiGroup(group));
  return undefined;
}

function groupServed(path: string): boolean {
  const [, group = '', version = 'v1'] = /^\/apis\/([^/]+)\/([^/]+)\//.exec(path) ?? [];
  return resourceList(group, version) !== undefined;
}

async function objectsAnswer(
  call: Call,
  search: string,
  { resources, tokens, dial, logs }: Served,
): Promise<Answer | undefined> {
  const { kind, subresource } = call.path;
  if (kind.review) return reviewAnswer(call, resources.objects);
  const part = subresource && `${kind.plural}/${subresource}`;
  if (part === 'services/proxy') {
    proxyToService(call, search, resources.objects, dial);
    return undefined;
  }
  if (part === 'pods/log') {
    await sendLogs(call, resources.get(call.path), logs);
    return undefined;
  }
  if (part === 'pods/binding') return bindingAnswer(call, resources);
  if (part === 'serviceaccounts/token') return tokenAnswer(call, tokens);
  if (subresource === 'scale' && kind.scale) return scaleAnswer(call, resources);
  if (subresource && !(subresource === 'status' && kind.status)) throw noSuchResource();
  return objectAnswer(call, resources);
}
