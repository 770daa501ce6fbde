import { ResourceManagementClient, restorePoller } from '@azure/arm-resources';
import type { TokenCredential } from '@azure/core-auth';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  RestError,
  type HttpMethods,
} from '@azure/core-rest-pipeline';
import type { ArmClient, ArmResource } from './client';
import { azureError, isAbsent } from './errors';
import { timeLimit } from './timeLimit';

// Azure says itself when to ask again (Retry-After); this is for operations where it does not.
const pollEveryMs = 3000;

/** Azure Resource Manager by resource id, for every resource type. `ca` is trusted beside Node's own (PEM). */
export function createArmClient(options: {
  endpoint: string;
  subscriptionId: string;
  credential: TokenCredential;
  ca?: string;
}): ArmClient {
  const { endpoint, credential, subscriptionId, ca } = options;
  const client = new ResourceManagementClient(credential, subscriptionId, {
    endpoint,
    credentials: { scopes: [`${endpoint}/.default`] },
    additionalPolicies: [{ policy: timeLimit(), position: 'perRetry' }],
    ...(ca !== undefined && { tlsOptions: { ca } }),
  });
  const http = createDefaultHttpClient();

  /** A request through the client's own pipeline (sign-in, retries), whose answer is kept as it came. */
  async function send<T>(
    method: HttpMethods,
    url: string,
    { body, signal }: { body?: object; signal?: AbortSignal } = {},
  ): Promise<T> {
    const request = createPipelineRequest({
      url,
      method,
      abortSignal: signal,
      headers: createHttpHeaders({
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
      }),
      body: body && JSON.stringify(body),
    });
    const response = await client.pipeline.sendRequest(http, request);
    const answer = response.bodyAsText ? parsed(response.bodyAsText) : undefined;
    if (response.status < 300) return answer as T;
    const { error } = (answer ?? {}) as { error?: { code?: string; message?: string } };
    throw new RestError(error?.message ?? `${method} answered ${response.status}`, {
      code: error?.code,
      statusCode: response.status,
      request,
      response,
    });
  }

  const address = (path: string, apiVersion: string, filter?: string) =>
    `${endpoint}${encodeURI(path)}?${new URLSearchParams({
      'api-version': apiVersion,
      ...(filter && { $filter: filter }),
    })}`;

  return {
    async get(id, apiVersion, signal) {
      try {
        return asResource(
          await client.resources.getById(bare(id), apiVersion, { abortSignal: signal }),
        );
      } catch (thrown) {
        const error = azureError(thrown, id);
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },

    async list(path, apiVersion, { filter, signal } = {}) {
      const items: ArmResource[] = [];
      let next: string | undefined = address(path, apiVersion, filter);
      try {
        while (next) {
          const page: { value?: ArmResource[]; nextLink?: string } = await send('GET', next, {
            signal,
          });
          items.push(...(page.value ?? []));
          next = page.nextLink || undefined;
        }
      } catch (thrown) {
        throw azureError(thrown, path);
      }
      return items;
    },

    async put(id, apiVersion, body, { signal, resumeFrom, onPoller, headers }) {
      try {
        const polling = { abortSignal: signal, updateIntervalInMs: pollEveryMs };
        const poller = resumeFrom
          ? restorePoller(client, resumeFrom, client.resources.createOrUpdateById, polling)
          : client.resources.createOrUpdateById(bare(id), apiVersion, body, {
              ...polling,
              requestOptions: { headers },
            });
        await poller.submitted();
        if (!resumeFrom && !poller.isDone) await onPoller?.(await poller.serialize());
        return asResource(await poller.pollUntilDone({ abortSignal: signal }));
      } catch (thrown) {
        throw azureError(thrown, id);
      }
    },

    async remove(id, apiVersion, { signal }) {
      try {
        await client.resources
          .deleteById(bare(id), apiVersion, {
            abortSignal: signal,
            updateIntervalInMs: pollEveryMs,
          })
          .pollUntilDone({ abortSignal: signal });
      } catch (thrown) {
        const error = azureError(thrown, id);
        if (!isAbsent(error)) throw error;
      }
    },

    async post<T>(path: string, apiVersion: string, body?: object, signal?: AbortSignal) {
      try {
        return await send<T>('POST', address(path, apiVersion), { body, signal });
      } catch (thrown) {
        throw azureError(thrown, path);
      }
    },
  };
}

// The library's path template begins with a slash of its own: `//subscriptions` would be another path.
const bare = (id: string) => id.replace(/^\//, '');

function asResource(answer: unknown): ArmResource {
  const resource = answer as ArmResource;
  return { ...resource, properties: resource.properties ?? {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
