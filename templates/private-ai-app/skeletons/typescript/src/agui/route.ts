import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { AGUIEvent, RunAgentInput } from '@ag-ui/core';
import { EventEncoder } from '@ag-ui/encoder';
import type { Meter } from '@opentelemetry/api';
import type { Agent, AgentInputItem } from '@openai/agents-core';
import type { FastifyInstance, onRequestAsyncHookHandler } from 'fastify';
import type { Asking } from '../agent.ts';
import { Unauthorized, USER_HEADER, type WhoAsks } from '../user/signIn.ts';
import { Approvals } from './approvals.ts';
import { InputError, parseInput, toModelInput } from './input.ts';
import { agUiRun } from './run.ts';

export interface AgentRouteOptions {
  agent: Agent<Asking>;
  /** Name of the model deployment. */
  model: string;
  whoAsks: WhoAsks;
  meter: Meter;
  /** Ends every open run, with the reason's message for the client. */
  stopping: AbortSignal;
  /** Interval of the comments that keep a silent stream alive, in milliseconds. */
  keepAliveMs?: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once the sign-in has been checked. */
    user: string;
  }
}

/** `POST /api/agent`: an AG-UI run as a stream of server-sent events. */
export function agentRoute(app: FastifyInstance, options: AgentRouteOptions): void {
  const { agent, model, whoAsks, meter, stopping, keepAliveMs = 15_000 } = options;
  const requests = meter.createCounter('agui.agent.request.count', {
    description: 'Runs that were asked of the agent.',
    unit: '{request}',
  });
  const encoder = new EventEncoder();
  const approvals = new Approvals();

  app.decorateRequest('user', '');
  // Before the body is read, which may be large.
  const onRequest: onRequestAsyncHookHandler = async (request, reply) => {
    const header = request.headers[USER_HEADER];
    try {
      request.user = await whoAsks(Array.isArray(header) ? header[0] : header);
    } catch (error) {
      if (!(error instanceof Unauthorized)) throw error;
      request.log.warn({ err: error }, 'not signed in');
      return reply.code(error.statusCode).send({ error: error.message });
    }
  };

  app.post('/api/agent', { onRequest }, async (request, reply) => {
    requests.add(1);
    let input: RunAgentInput;
    let items: AgentInputItem[];
    try {
      input = parseInput(request.body);
      items = toModelInput(input.messages);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return reply.code(400).send({ error: error.message });
    }

    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, stopping]);
    reply.hijack();
    const response = reply.raw;
    response.on('close', () => gone.abort());
    openStream(response, encoder.getContentType());
    // Whole frames only are written, so that a comment can never fall into one.
    const keepAlive = setInterval(() => response.write(': keep-alive\n\n'), keepAliveMs);
    const { runId } = input;
    const { user } = request;
    const onError = (error: unknown) => request.log.error({ err: error, runId }, 'run failed');
    try {
      const run = agUiRun(input, items, { agent, model, user, approvals, signal, onError });
      await send(run, encoder, response);
    } finally {
      clearInterval(keepAlive);
      response.end();
      request.log.info({ runId, milliseconds: Math.round(reply.elapsedTime) }, 'run ended');
    }
    return reply;
  });
}

/** Headers that keep proxies from buffering or transforming, sent before the model has said a word. */
function openStream(response: ServerResponse, contentType: string): void {
  response.writeHead(200, {
    'Content-Type': contentType,
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
}

async function send(
  events: AsyncIterable<AGUIEvent>,
  encoder: EventEncoder,
  response: ServerResponse,
): Promise<void> {
  for await (const event of events) {
    if (response.destroyed) continue; // the run ends by its signal
    if (!response.write(encoder.encode(event))) {
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
  }
}
