import { mockApis } from '@backstage/frontend-test-utils';
import { PrivateAiClient } from '../api/PrivateAiClient';
import { privateAiApiRef } from '../api/PrivateAiApi';

/** What one request to the fake backend is answered with: a body, or a status with an error's sentence. */
type Answer = object | { status: number; message: string } | Response;
type Route = Answer | ((request: { body: Record<string, unknown>; url: URL }) => Answer);

/**
 * The plugin's own client in front of a network that answers from a table, for tests: keys are `GET /path`, without
 * query, under `/api/private-ai`. What it does not hold is answered with 404.
 */
export function fakePortal(routes: Record<string, Route>) {
  const requests: { route: string; query: string; body: Record<string, unknown>; key?: string }[] =
    [];
  const fetchApi = {
    fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
      const url = new URL(String(input));
      const route = `${init?.method ?? 'GET'} ${url.pathname.replace('/api/private-ai', '')}`;
      const body = init?.body ? JSON.parse(String(init.body)) : {};
      const key = new Headers(init?.headers).get('idempotency-key') ?? undefined;
      requests.push({ route, query: url.search, body, key });
      const found = routes[route] ?? { status: 404, message: `Nothing at ${route}.` };
      return responseOf(typeof found === 'function' ? found({ body, url }) : found);
    },
  };
  const client = new PrivateAiClient({
    discoveryApi: mockApis.discovery({ baseUrl: 'http://portal.example' }),
    fetchApi,
  });
  return { client, requests, api: [privateAiApiRef, client] as const };
}

function responseOf(answer: Answer): Response {
  if (answer instanceof Response) return answer;
  if ('status' in answer && 'message' in answer) {
    const { status, message } = answer as { status: number; message: string };
    const error = { name: 'Error', message };
    return Response.json({ error, response: { statusCode: status } }, { status });
  }
  return Response.json(answer);
}

/** A stream of server-sent events, cut where the caller cuts it; it stays open when `open` is set. */
export function eventStream(chunks: string[], { open = false } = {}): Response {
  const encoder = new TextEncoder();
  return new Response(
    new ReadableStream({
      start(controller) {
        chunks.forEach(chunk => controller.enqueue(encoder.encode(chunk)));
        if (!open) controller.close();
      },
    }),
    { headers: { 'content-type': 'text/event-stream' } },
  );
}
