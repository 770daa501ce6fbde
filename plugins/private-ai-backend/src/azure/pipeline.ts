import { AsyncLocalStorage } from 'node:async_hooks';
import {
  bearerTokenAuthenticationPolicyName,
  defaultRetryPolicy,
  type Pipeline,
  type PipelinePolicy,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { AzureError } from './errors';
import { hiccups } from './hiccups';
import { pacing, type Pace } from './pace';
import { describeId } from './resourceId';
import { timeLimit } from './timeLimit';

const listeners = new AsyncLocalStorage<(response: PipelineResponse) => void>();

/** Runs what sends requests through a client library, and shows each answer as it came. */
export const hearing = listeners.run.bind(listeners) as <Result>(
  listener: (response: PipelineResponse) => void,
  work: () => Result,
) => Result;

/**
 * Gives a client library's pipeline what every request to Azure has here: its own host, a turn, a time limit, few
 * repetitions.
 */
export function outfit(
  pipeline: Pipeline,
  options: {
    /** Where requests go, and nowhere else: they carry the portal's token. */
    endpoint: string;
    pace: Pace;
    /** Milliseconds for the answer to one request; the usual ones when left out. */
    requestMs?: number;
  },
): void {
  const { endpoint, pace, requestMs } = options;
  pipeline.removePolicy({ name: defaultRetryPolicy().name });
  const beforePolicies = [bearerTokenAuthenticationPolicyName];
  const told: PipelinePolicy = {
    name: 'privateAiHearing',
    async sendRequest(request, next) {
      const response = await next(request);
      listeners.getStore()?.(response);
      return response;
    },
  };
  const again = hiccups();
  const turn = pacing(pace);
  const limit = timeLimit(requestMs);
  pipeline.addPolicy(ownHost(endpoint), { beforePolicies: [...beforePolicies, told.name] });
  pipeline.addPolicy(told, { beforePolicies });
  pipeline.addPolicy(again, { beforePolicies, afterPolicies: [told.name] });
  // Before the sign-in, so that a token does not grow old in the queue.
  pipeline.addPolicy(turn, { beforePolicies, afterPolicies: [again.name] });
  pipeline.addPolicy(ownLocation, { beforePolicies, afterPolicies: [turn.name] });
  pipeline.addPolicy(limit, { afterPhase: 'Sign' });
}

/** The code of an error for an address that the portal's token is not sent to. */
export const FOREIGN_ADDRESS = 'ForeignAddress';

/**
 * Answers and kept tokens name addresses to go on with (`Azure-AsyncOperation`, `Location`, `nextLink`), and whoever is
 * asked gets the portal's token. Resource Manager's regional hosts lie below its own.
 */
const ownHost = (endpoint: string): PipelinePolicy => {
  const own = new URL(endpoint);
  return {
    name: 'privateAiOwnHost',
    async sendRequest(request, next) {
      const { protocol, port, hostname, host, pathname } = new URL(request.url);
      const below = hostname === own.hostname || hostname.endsWith(`.${own.hostname}`);
      if (protocol === own.protocol && port === own.port && below) return next(request);
      const resource = describeId(pathname);
      throw new AzureError(
        `The portal was to go on at ${host} for ${resource}. That is not the landing zone’s Azure (${own.host}), so its token is not sent there: the platform team has to find out what stands between the portal and Azure, or correct azure.endpoint.`,
        { code: FOREIGN_ADDRESS, resource, transient: false },
      );
    },
  };
};

/**
 * A `Location` of a 200 or 201 names the resource itself and starts no long-running operation (Microsoft's Resource
 * Provider Contract, "Asynchronous operations"): managed identities and federated credentials send one, and the library
 * would ask for it once more.
 */
const ownLocation: PipelinePolicy = {
  name: 'privateAiOwnLocation',
  async sendRequest(request, next) {
    const response = await next(request);
    const synchronous = response.status === 200 || response.status === 201;
    if (request.method === 'PUT' && synchronous && !response.headers.has('azure-asyncoperation')) {
      response.headers.delete('location');
    }
    return response;
  },
};
