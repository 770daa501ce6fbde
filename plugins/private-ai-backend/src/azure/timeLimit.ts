import { RestError, type PipelinePolicy } from '@azure/core-rest-pipeline';

/** Milliseconds for the answer to one request; what takes longer in Azure is polled. */
const requestMs = 60_000;

/**
 * Ends a request that is not answered as a network failure, which is tried again. The libraries wait for ever, and a
 * firewall on the way forgets a silent connection without telling either end. Their own `timeout` ends with the headers,
 * and its timer outlives a request that the caller aborts.
 */
export const timeLimit = (milliseconds = requestMs): PipelinePolicy => ({
  name: 'privateAiTimeLimit',
  async sendRequest(request, next) {
    const caller = request.abortSignal;
    const stop = new AbortController();
    const onAbort = () => stop.abort();
    if (caller?.aborted) onAbort();
    caller?.addEventListener('abort', onAbort);
    const timer = setTimeout(onAbort, milliseconds);
    request.abortSignal = stop.signal;
    try {
      return await next(request);
    } catch (error) {
      if (!stop.signal.aborted || caller?.aborted) throw error;
      const message = `no answer within ${milliseconds / 1000} s`;
      throw new RestError(message, { code: 'ETIMEDOUT', request });
    } finally {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onAbort);
      request.abortSignal = caller;
    }
  },
});
