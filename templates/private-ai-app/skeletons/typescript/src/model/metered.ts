import type { Attributes, Meter } from '@opentelemetry/api';
import type { Model, ModelRequest } from '@openai/agents-core';
import { problemOf } from '../agui/problem.ts';

const PROVIDER = 'azure.ai.openai';

/** The GenAI client metrics of the OpenTelemetry semantic conventions; they go nowhere until an SDK is injected. */
function instruments(meter: Meter) {
  return {
    duration: meter.createHistogram('gen_ai.client.operation.duration', {
      description: 'GenAI operation duration.',
      unit: 's',
      advice: { explicitBucketBoundaries: doubling(0.01, 14) },
    }),
    firstChunk: meter.createHistogram('gen_ai.client.operation.time_to_first_chunk', {
      description: 'Time until the first chunk of a streamed answer.',
      unit: 's',
      advice: { explicitBucketBoundaries: doubling(0.01, 14) },
    }),
    tokens: meter.createHistogram('gen_ai.client.token.usage', {
      description: 'Number of input and output tokens used.',
      unit: '{token}',
      advice: { explicitBucketBoundaries: Array.from({ length: 14 }, (_, i) => 4 ** i) },
    }),
  };
}

/** The model, with every call of it measured. */
export function metered(model: Model, name: string, meter: Meter): Model {
  const { duration, firstChunk, tokens } = instruments(meter);
  const common: Attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': PROVIDER,
    'gen_ai.request.model': name,
  };
  const countTokens = (usage: { inputTokens: number; outputTokens: number }) => {
    if (!usage.inputTokens && !usage.outputTokens) return;
    tokens.record(usage.inputTokens, { ...common, 'gen_ai.token.type': 'input' });
    tokens.record(usage.outputTokens, { ...common, 'gen_ai.token.type': 'output' });
  };

  return {
    async getResponse(request: ModelRequest) {
      const started = performance.now();
      let failure: Attributes = {};
      try {
        const response = await model.getResponse(request);
        countTokens(response.usage);
        return response;
      } catch (error) {
        failure = { 'error.type': problemOf(error, name).code };
        throw error;
      } finally {
        duration.record(secondsSince(started), { ...common, ...failure });
      }
    },
    async *getStreamedResponse(request: ModelRequest) {
      const started = performance.now();
      let waiting = true;
      let finished = false;
      let failure: Attributes = {};
      try {
        for await (const event of model.getStreamedResponse(request)) {
          if (waiting) firstChunk.record(secondsSince(started), common);
          waiting = false;
          if (event.type === 'response_done') {
            countTokens(event.response.usage);
            finished = true;
          }
          yield event;
        }
      } catch (error) {
        failure = { 'error.type': problemOf(error, name).code };
        throw error;
      } finally {
        if (!finished && request.signal?.aborted) failure = { 'error.type': 'cancelled' };
        duration.record(secondsSince(started), { ...common, ...failure });
      }
    },
  };
}

const secondsSince = (started: number) => (performance.now() - started) / 1000;
const doubling = (first: number, count: number) =>
  Array.from({ length: count }, (_, i) => first * 2 ** i);
