import { AsyncLocalStorage } from 'node:async_hooks';
import {
  bearerTokenAuthenticationPolicyName,
  defaultRetryPolicy,
  type Pipeline,
  type PipelinePolicy,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { hiccups } from './hiccups';
import { pacing, type Pace } from './pace';
import { timeLimit } from './timeLimit';

const listeners = new AsyncLocalStorage<(response: PipelineResponse) => void>();

/** Runs what sends requests through a client library, and shows each answer as it came. */
export const hearing = listeners.run.bind(listeners) as <Result>(
  listener: (response: PipelineResponse) => void,
  work: () => Result,
) => Result;

/**
 * Gives a client library's pipeline what every request to Azure has here: a turn, a time limit, few repetitions.
 * @param requestMs milliseconds for the answer to one request; the usual ones when left out
 */
export function outfit(pipeline: Pipeline, pace: Pace, requestMs?: number): void {
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
  pipeline.addPolicy(told, { beforePolicies });
  pipeline.addPolicy(again, { beforePolicies, afterPolicies: [told.name] });
  // Before the sign-in, so that a token does not grow old in the queue.
  pipeline.addPolicy(turn, { beforePolicies, afterPolicies: [again.name] });
  pipeline.addPolicy(ownLocation, { beforePolicies, afterPolicies: [turn.name] });
  pipeline.addPolicy(limit, { afterPhase: 'Sign' });
}

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
