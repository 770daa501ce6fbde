import {
  ResourceManagementClient,
  restorePoller,
  type GenericResource,
} from '@azure/arm-resources';
import type { TokenCredential } from '@azure/core-auth';
import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  RestError,
  type HttpMethods,
} from '@azure/core-rest-pipeline';
import { systemClock } from '../time/clock';
import type { ArmClient, ArmResource } from './client';
import { azureError, isAbsent } from './errors';
import { finish, type LibraryPoller } from './longRunning';
import { createPace, type Pace } from './pace';
import { outfit } from './pipeline';

/** Azure Resource Manager by resource id, for every resource type. `ca` is trusted beside Node's own (PEM). */
export function createArmClient(options: {
  endpoint: string;
  subscriptionId: string;
  credential: TokenCredential;
  ca?: string;
  /** Shared by all clients of one identity. */
  pace?: Pace;
  /** Milliseconds for the answer to one request; a minute when left out. */
  requestMs?: number;
}): ArmClient {
  const { endpoint, credential, subscriptionId, ca, pace = createPace(), requestMs } = options;
  const http = createDefaultHttpClient();
  const client = new ResourceManagementClient(credential, subscriptionId, {
    endpoint,
    httpClient: http,
    credentials: { scopes: [`${endpoint}/.default`] },
    ...(ca !== undefined && { tlsOptions: { ca } }),
  });
  outfit(client.pipeline, { endpoint, pace, requestMs });

  /** A request through the client's own pipeline (sign-in, turn, time limit), whose answer is kept as it came. */
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
    if (response.status < 300) return parsed(response.bodyAsText) as T;
    throw new RestError(`${method} answered ${response.status}`, {
      statusCode: response.status,
      request,
      response,
    });
  }

  /**
   * Retry-After of a long-running operation is about the operation's address (Resource Provider Contract, "Asynchronous
   * operations"): Azure's network provider asks for 10 s there, where an endpoint takes 35 and its zone group 12. The
   * resource itself may be read at any time, and its `provisioningState` is what Azure documents to look at beside the
   * operation ("Track asynchronous Azure operations"). A failure there says nothing: the operation has the reason.
   */
  async function readyOne(url: string, signal: AbortSignal): Promise<GenericResource | undefined> {
    try {
      const found = await send<GenericResource>('GET', url, { signal });
      return /^Succeeded$/i.test(String(found.properties?.provisioningState)) ? found : undefined;
    } catch {
      return undefined;
    }
  }

  const address = (path: string, apiVersion: string, filter?: string) =>
    `${endpoint}${encodeURI(path)}?${new URLSearchParams({
      'api-version': apiVersion,
      ...(filter && { $filter: filter }),
    })}`;

  const { createOrUpdateById, deleteById } = client.resources;
  const waiting = { clock: systemClock, readsShort: () => pace.readsShort(subscriptionId) };

  return {
    async get(id, apiVersion, signal) {
      try {
        return asResource(await send('GET', address(id, apiVersion), { signal }));
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

    async put(id, apiVersion, body, { headers, ...options }) {
      const abortSignal = options.signal;
      const ended = await finish(
        {
          start: () => {
            const requestOptions = { headers };
            return begun(
              createOrUpdateById(bare(id), apiVersion, body, { abortSignal, requestOptions }),
            );
          },
          restore: token =>
            asked(restorePoller(client, token, createOrUpdateById, { abortSignal })),
          look: signal => readyOne(address(id, apiVersion), signal),
        },
        { ...options, ...waiting, id },
      );
      return {
        created: ended.startedWith === 201,
        resource: ended.result && asResource(ended.result),
      };
    },

    async remove(id, apiVersion, options) {
      const abortSignal = options.signal;
      try {
        await finish<void>(
          {
            start: () => begun(deleteById(bare(id), apiVersion, { abortSignal })),
            restore: token => asked(restorePoller(client, token, deleteById, { abortSignal })),
          },
          { ...options, ...waiting, id },
        );
      } catch (error) {
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

/** The library's poller, as far as it is used: it is asked by our own loop. */
interface ArmPoller<Result> {
  readonly isDone: boolean;
  readonly operationState?: { status: string; error?: Error };
  readonly result?: Result;
  poll(options: { abortSignal: AbortSignal }): Promise<unknown>;
  serialize(): Promise<string>;
  submitted(): Promise<void>;
}

const asked = <Result>(poller: ArmPoller<Result>): LibraryPoller<Result> => ({
  isDone: () => poller.isDone,
  poll: abortSignal => poller.poll({ abortSignal }),
  token: () => poller.serialize(),
  result() {
    // An operation whose first answer says that it failed throws nothing by itself.
    const { status, error } = poller.operationState ?? {};
    if (status === 'failed') throw error;
    if (status === 'canceled') throw new Error('Operation was canceled');
    return poller.result;
  },
});

async function begun<Result>(poller: ArmPoller<Result>): Promise<LibraryPoller<Result>> {
  await poller.submitted();
  return asked(poller);
}

// The library's path template begins with a slash of its own: `//subscriptions` would be another path.
const bare = (id: string) => id.replace(/^\//, '');

function asResource(answer: unknown): ArmResource {
  const resource = answer as ArmResource;
  return { ...resource, properties: resource.properties ?? {} };
}

function parsed(text: string | null | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
