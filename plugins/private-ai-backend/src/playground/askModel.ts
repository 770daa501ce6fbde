import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { say, SseReader, type TrialFigures } from '@private-ai/plugin-private-ai-common';
import { answerRead } from './answerRead';
import { ModelRefusal, refusalOf, unreachable } from './refusal';

/** Tokens that one answer may have, thinking included: enough to judge by, and no essay. */
const mostTokens = 2000;
/** Bytes of one answer, whose every word comes with what the filter thinks of it. */
const longestAnswer = 4 * 1024 * 1024;
/** Bytes of a refusal that are read. */
const longestRefusal = 16 * 1024;

/** Where a model is asked, and how. */
export interface ModelAddress {
  /** Of the account, without a trailing slash. */
  endpoint: string;
  deployment: string;
  token: string;
  /** Trusted beside Node's own (PEM). */
  ca?: string;
}

/** Milliseconds for a whole answer. */
const answerMs = 60_000;

/**
 * Asks a deployment as the agents do (OpenAI's v1 chat completions), and hands on its words as they come.
 * @param options.signal - who asked has left: it then throws the signal's reason
 * @throws ModelRefusal
 */
export async function askModel(
  { endpoint, deployment, token, ca }: ModelAddress,
  { instructions, question }: { instructions: string; question: string },
  onText: (text: string) => Promise<void>,
  options: { signal: AbortSignal; milliseconds?: number },
): Promise<TrialFigures> {
  const { milliseconds = answerMs } = options;
  const late = AbortSignal.timeout(milliseconds);
  const signal = AbortSignal.any([options.signal, late]);
  const body = JSON.stringify({
    model: deployment,
    messages: [
      { role: 'system', content: instructions },
      { role: 'user', content: question },
    ],
    max_completion_tokens: mostTokens,
    stream: true,
    stream_options: { include_usage: true },
  });
  const since = performance.now();
  const elapsed = () => Math.round(performance.now() - since);
  try {
    const url = new URL(`${endpoint}/openai/v1/chat/completions`);
    const answer = await post(url, { body, token, ca, signal });
    const { statusCode = 0, headers } = answer;
    if (statusCode !== 200) {
      const said = await beginning(answer);
      const retryAfter = headers['retry-after'];
      throw new ModelRefusal(refusalOf(statusCode, said, { deployment, retryAfter }));
    }
    let firstMs: number | undefined;
    const { tokens, cut } = await read(answer, async text => {
      firstMs ??= elapsed();
      await onText(text);
    });
    const first = firstMs === undefined ? {} : { firstMs };
    return { ...first, totalMs: elapsed(), ...(tokens && { tokens }), ...(cut && { cut }) };
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    if (late.aborted)
      throw new ModelRefusal(say('trial-late', { seconds: String(milliseconds / 1000) }));
    throw error;
  }
}

/** Raw `https.request`, which follows nobody elsewhere: the token is for this one. */
function post(
  url: URL,
  { body, token, ca, signal }: { body: string; token: string; ca?: string; signal: AbortSignal },
): Promise<IncomingMessage> {
  return new Promise((answered, fail) => {
    const request = requestHttps(url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'text/event-stream',
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
      ...(ca !== undefined && { ca }),
      signal,
    });
    request.on('response', answered);
    request.on('error', error => fail(signal.aborted ? error : unreachable(error)));
    request.end(body);
  });
}

async function read(
  answer: IncomingMessage,
  onText: (text: string) => Promise<void>,
): Promise<Pick<TrialFigures, 'tokens' | 'cut'>> {
  const frames: string[] = [];
  const reader = new SseReader(({ data }) => frames.push(data));
  const of = answerRead();
  let length = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > longestAnswer) throw new ModelRefusal(say('trial-too-long'));
      reader.push(chunk);
      const text = frames
        .splice(0)
        .map(frame => of.push(frame))
        .join('');
      if (text) await onText(text);
    }
  } catch (error) {
    answer.destroy();
    if (error instanceof ModelRefusal) throw error;
    throw new ModelRefusal(say('trial-broken'), { cause: error });
  }
  return of.end();
}

async function beginning(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer) {
    text += chunk;
    if (text.length > longestRefusal) break;
  }
  return text;
}
