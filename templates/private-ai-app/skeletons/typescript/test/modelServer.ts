import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';

export interface Asked {
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: ChatCompletionCreateParams;
}
export type Answer = (response: ServerResponse, asked: Asked) => void;

/** An OpenAI-compatible server that gives the answers in turn, the last one from then on, and keeps what it was asked. */
export async function startModel(...answers: Answer[]) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as ChatCompletionCreateParams;
    const each = { path: request.url, headers: request.headers, body };
    asked.push(each);
    answers[Math.min(asked.length, answers.length) - 1]?.(response, each);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Streams a text, as many chunks as given, and the usage. */
export function text(...parts: string[]): Answer {
  return response => {
    begin(response);
    // Foundry's first chunk has no choice: it tells what the content filter makes of the prompt.
    response.write(frame({ ...CHUNK, choices: [], prompt_filter_results: [] }));
    for (const content of parts) response.write(delta({ content }));
    response.write(delta({}, 'stop'));
    end(response);
  };
}

/** Streams a call of a tool, its arguments in two parts. */
export function toolCall(id: string, name: string, args: string): Answer {
  return response => {
    begin(response);
    const half = Math.ceil(args.length / 2);
    const call = (rest: object) => delta({ tool_calls: [{ index: 0, ...rest }] });
    response.write(call({ id, type: 'function', function: { name, arguments: '' } }));
    response.write(call({ function: { arguments: args.slice(0, half) } }));
    response.write(call({ function: { arguments: args.slice(half) } }));
    response.write(delta({}, 'tool_calls'));
    end(response);
  };
}

/** Begins a text and goes on once `more` is called. */
export function slowText(first: string, last: string): { answer: Answer; more(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    more: resolve,
    answer(response) {
      begin(response);
      response.write(delta({ content: first }));
      void promise.then(() => {
        response.write(delta({ content: last }));
        response.write(delta({}, 'stop'));
        end(response);
      });
    },
  };
}

/** Refuses, as Foundry does. */
export function refuse(status: number, code: string, headers: Record<string, string> = {}): Answer {
  return response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify({ error: { code, message: `secret detail of ${code}` } }));
  };
}

const CHUNK = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt' };
const USAGE = { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 };

const frame = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
export const delta = (value: object, finish_reason: string | null = null) =>
  frame({ ...CHUNK, choices: [{ index: 0, delta: value, finish_reason }] });

export function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
}

export function end(response: ServerResponse): void {
  response.end(`${frame({ ...CHUNK, choices: [], usage: USAGE })}data: [DONE]\n\n`);
}
