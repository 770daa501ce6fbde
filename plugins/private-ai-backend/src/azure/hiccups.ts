import { setTimeout as delay } from 'node:timers/promises';
import {
  isRestError,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { secondsOf } from './retryAfter';

/** Milliseconds before the second and the third try. */
const waitsMs = [200, 1000];
/** What asks for more patience than this goes to the caller, who can say so and be cancelled. */
const longestAskedSeconds = 5;

/** Nothing of the request was sent. */
const unsent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
const cut = /^(ECONNRESET|EPIPE|REQUEST_SEND_ERROR)$/;
const passing = new Set([429, 500, 502, 503, 504]);

/**
 * Tries again, twice, what a short disturbance cut off, and only what changes nothing: a write that got no answer may
 * have taken effect, and only a look at the resource can tell. It stands for the libraries' own repetitions, which would
 * send a write again, wait as long as any Retry-After says, and tell nobody.
 */
export const hiccups = (waits: readonly number[] = waitsMs): PipelinePolicy => ({
  name: 'privateAiHiccups',
  async sendRequest(request, next) {
    for (let tries = 0; ; tries += 1) {
      const wait = waits[tries] * (0.5 + Math.random());
      let seconds = 0;
      try {
        const response = await next(request);
        if (tries === waits.length || !mayPass(request, response)) return response;
        seconds = secondsOf(response.headers.get('retry-after')) ?? 0;
        if (seconds > longestAskedSeconds) return response;
      } catch (error) {
        const again =
          isRestError(error) &&
          (unsent.test(error.code ?? '') ||
            (cut.test(error.code ?? '') && changesNothing(request)));
        if (!again || request.abortSignal?.aborted || tries === waits.length) throw error;
      }
      // The pipeline has made a real one of whatever signal the caller had.
      const signal = request.abortSignal as AbortSignal | undefined;
      await delay(Math.max(wait, seconds * 1000), undefined, { signal });
    }
  },
});

const mayPass = (request: PipelineRequest, { status }: PipelineResponse) =>
  passing.has(status) && changesNothing(request);

/** By Resource Manager's convention a POST `list…` or `check…` is a read. */
const changesNothing = ({ method, url }: PipelineRequest) =>
  method === 'GET' ||
  method === 'HEAD' ||
  (method === 'POST' && /\/(list|check)\w*$/i.test(url.split('?')[0]));
