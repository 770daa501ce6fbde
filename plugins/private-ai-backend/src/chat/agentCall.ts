import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setImmediate } from 'node:timers/promises';
import type { RunAgentInput } from '@ag-ui/core';
import { runErrors, SseReader } from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import type { AgentEndpoint } from './endpoint';
import { AgentRefusal, refused, unreachable } from './refusal';

/** Milliseconds. */
export interface AgentPatience {
  /** Until the connection stands. */
  connect: number;
  /** Until the first byte, and between two. */
  silence: number;
}

const patience: AgentPatience = { connect: 10_000, silence: 300_000 };

/** Milliseconds that one answer is worked on before others have their turn. */
const atOnce = 5;
/** Bytes of one answer: an agent may never end. */
const longestAnswer = 16 * 1024 * 1024;

/**
 * Posts a run to an agent and hands on each frame's data until the agent ends its answer. Raw `http.request`: a half
 * of what `fetch` costs in time per event.
 *
 * @throws AgentRefusal when there is no stream, or too much of it; when it breaks off it just ends, which the caller judges
 */
export async function callAgent(
  at: AppLocation,
  endpoint: AgentEndpoint,
  input: RunAgentInput,
  onData: (data: string) => void,
  options: {
    signal: AbortSignal;
    patience?: AgentPatience;
    /** Resolves when there is room for more of the answer; the agent waits until then. */
    room?: () => Promise<unknown> | undefined;
  },
): Promise<void> {
  const { connect, silence } = options.patience ?? patience;
  const answer = await post(at, endpoint, JSON.stringify(input), connect, silence, options.signal);
  const type = String(answer.headers['content-type'] ?? '');
  if (answer.statusCode !== 200 || !type.startsWith('text/event-stream')) {
    const body = await beginning(answer);
    if (answer.statusCode !== 200) throw refused(at, answer.statusCode ?? 0, body);
    throw new AgentRefusal(
      runErrors.refused,
      `${at.agentPath} of ${at.entityRef} answers ${type || 'nothing'} rather than an event stream: it is no AG-UI endpoint.`,
    );
  }
  const reader = new SseReader(({ data }) => onData(data));
  let length = 0;
  let worked = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > longestAnswer) {
        throw new AgentRefusal(
          runErrors.tooLong,
          `The answer of ${at.entityRef} was stopped after ${longestAnswer / 1024 / 1024} MiB, the longest that the portal takes. What had arrived is kept.`,
        );
      }
      const since = performance.now();
      reader.push(chunk);
      worked += performance.now() - since;
      await options.room?.();
      // An agent that says much at once has to share the process with all others.
      if (worked > atOnce) {
        await setImmediate();
        worked = 0;
      }
    }
  } catch (error) {
    // A break, an abort and a time-out end the answer like its end does.
    if (!answer.errored) throw error;
  }
}

function post(
  at: AppLocation,
  { url, headers, ca }: AgentEndpoint,
  body: string,
  connect: number,
  silence: number,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((answered, fail) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: 'POST',
      // A connection of its own: one that was kept may be gone by now, and a run is not to be sent twice.
      agent: false,
      headers: {
        ...headers,
        accept: 'text/event-stream',
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
      ...(ca ? { ca } : {}),
      signal,
      timeout: connect,
    });
    request.on('socket', socket => {
      const connected = () => request.setTimeout(silence);
      if (socket.connecting) socket.once('connect', connected);
      else connected();
    });
    request.on('timeout', () =>
      request.destroy(Object.assign(new Error('time-out'), { code: 'ETIMEDOUT' })),
    );
    request.on('response', answered);
    request.on('error', error => fail(signal.aborted ? error : unreachable(at, url.host, error)));
    request.end(body);
  });
}

async function beginning(answer: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const chunk of answer) {
      text += chunk;
      if (text.length > 4096) break;
    }
  } catch {
    // What has come is enough for a sentence.
  }
  return text;
}
