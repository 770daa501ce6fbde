import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { modelError } from './errors.ts';

/**
 * Lets another OpenAI-compatible model answer; its answer passes through as it comes.
 * @param upstream its address before `/chat/completions`
 * @throws ModelError 502 when it cannot be reached
 */
export async function forward(
  upstream: string,
  body: string,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const url = `${upstream.replace(/\/$/, '')}/chat/completions`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal,
  }).catch((cause: Error) => {
    if (signal.aborted) throw cause;
    throw modelError(502, 'BadGateway', `The model at ${url} cannot be reached.`);
  });
  response.writeHead(answer.status, {
    'content-type': answer.headers.get('content-type') ?? 'application/json',
  });
  if (answer.body) await pipeline(Readable.fromWeb(answer.body), response);
  else response.end();
}
