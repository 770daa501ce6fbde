import { EventSchema } from '@ag-ui/core/schemas';
import type { AGUIEvent } from '@ag-ui/core';
import { OpenAIChatCompletionsModel } from '@openai/agents-openai';
import { createNoopMeter, type Meter } from '@opentelemetry/api';
import { OpenAI } from 'openai';
import { parseConfig } from '../src/config.ts';
import { createServer } from '../src/server.ts';

/** The app itself on a free port, in front of the model at `modelUrl`. */
export async function startApp(
  modelUrl: string,
  options: {
    meter?: Meter;
    keepAliveMs?: number;
    stopping?: AbortSignal;
    /** The portal's sign-in; otherwise there is a single user. */
    portal?: { keysFile: string; audience: string };
  } = {},
) {
  const { portal } = options;
  const config = parseConfig({
    ...(portal
      ? { PORTAL_KEYS_FILE: portal.keysFile, PORTAL_AUDIENCE: portal.audience }
      : { SINGLE_USER: 'true' }),
    AZURE_AISERVICES_OPENAI_BASE: modelUrl,
    AZURE_OPENAI_DEPLOYMENT_NAME: 'gpt-test',
    AGENT_INSTRUCTIONS: 'Be brief.',
  });
  const client = new OpenAI({ baseURL: config.modelUrl.href, apiKey: async () => 'token-1' });
  const app = createServer({
    title: config.title,
    model: new OpenAIChatCompletionsModel(client, config.model),
    modelName: config.model,
    instructions: config.instructions,
    signIn: config.signIn,
    meter: options.meter ?? createNoopMeter(),
    stopping: options.stopping ?? new AbortController().signal,
    keepAliveMs: options.keepAliveMs,
    log: false,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    async [Symbol.asyncDispose]() {
      // An answer that a failed test left unread would be waited for.
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

export function ask(
  url: string,
  body: unknown,
  { signal, token }: { signal?: AbortSignal; token?: string } = {},
): Promise<Response> {
  return fetch(`${url}/api/agent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { 'x-private-ai-user': token }) },
    body: JSON.stringify(body),
    signal,
  });
}

/** The events of a whole stream, each checked against the protocol. */
export async function eventsOf(response: Response): Promise<AGUIEvent[]> {
  return parseFrames(await response.text());
}

export function parseFrames(text: string): AGUIEvent[] {
  return text
    .split('\n\n')
    .filter(frame => frame.startsWith('data: '))
    .map(frame => EventSchema.parse(JSON.parse(frame.slice(6))) as AGUIEvent);
}

export const question = (content: string) => ({
  threadId: 'thread-1',
  runId: 'run-1',
  messages: [{ id: 'm1', role: 'user', content }],
  tools: [],
  context: [],
  state: {},
  forwardedProps: {},
});
