import https from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { authenticated, masters, type User } from '../rbac/attributes.ts';
import { StatusError } from '../status.ts';
import type { Upstream } from './upstream.ts';

const ofTheConnection = ['connection', 'host', 'keep-alive', 'proxy-connection', 'upgrade'];

/**
 * Passes a request on to the cluster behind, as the user who asks: the cluster's own rights decide. Both ways are streams,
 * so that watches, logs and a Service's proxy go on as long as their two ends want.
 * @param user who signed in here; undefined leaves the caller's own credentials, which the cluster knows or refuses
 */
export function forward(
  { server, agent, token }: Upstream,
  user: User | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const upstream = https.request(server + request.url, {
    agent,
    method: request.method,
    headers: {
      ...without(request.headers, user ? ['authorization'] : []),
      ...(user && token && { authorization: `Bearer ${token}` }),
      ...(user && impersonation(user)),
    },
  });
  const fail = (cause: Error) => {
    if (response.headersSent) {
      response.destroy(cause);
      return;
    }
    const { code, ...refusal } = new StatusError(
      503,
      'ServiceUnavailable',
      `the cluster at ${server} did not answer: ${cause.message}`,
    ).body();
    response.writeHead(code, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...refusal, code }));
  };
  upstream.on('response', answer => {
    response.writeHead(answer.statusCode ?? 502, without(answer.headers, ['transfer-encoding']));
    response.flushHeaders();
    answer.on('error', fail);
    answer.pipe(response);
  });
  upstream.on('error', fail);
  response.on('close', () => upstream.destroy());
  request.on('error', () => upstream.destroy());
  request.pipe(upstream);
}

/** The kubeconfig's own user speaks for the administrator; everybody else is impersonated. */
function impersonation({ name, groups }: User): Record<string, string | string[]> {
  if (groups.includes(masters)) return {};
  return {
    'impersonate-user': name,
    'impersonate-group': [...groups.filter(group => group !== authenticated), authenticated],
  };
}

/** Nobody chooses whom the front impersonates. */
function without(headers: IncomingHttpHeaders, more: string[]): IncomingHttpHeaders {
  const dropped = [...ofTheConnection, ...more];
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => !dropped.includes(name) && !name.startsWith('impersonate-'),
    ),
  );
}
