import type { SignIn } from './config.ts';
import { USER_HEADER } from './user/signIn.ts';

/** The app's HTTP API by OpenAPI 3.1; `catalog-info.yaml` holds its outline. */
export function openApi({ title, signIn }: { title: string; signIn: SignIn }) {
  return {
    openapi: '3.1.0',
    info: {
      title,
      version: '1',
      description: 'A private AI agent that speaks AG-UI.',
    },
    ...(signIn !== 'single-user' && {
      components: {
        securitySchemes: {
          portal: {
            type: 'apiKey',
            in: 'header',
            name: USER_HEADER,
            description: 'A token that the portal signs for its user and this app.',
          },
        },
      },
    }),
    paths: {
      '/api/agent': {
        post: {
          security: signIn === 'single-user' ? [] : [{ portal: [] }],
          summary: 'Run the agent',
          description:
            'Takes an AG-UI RunAgentInput and answers with a stream of AG-UI events as server-sent events. Ids, tools and context may be left out.',
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['messages'],
                  properties: {
                    threadId: { type: 'string' },
                    runId: { type: 'string' },
                    messages: {
                      type: 'array',
                      minItems: 1,
                      items: {
                        type: 'object',
                        required: ['role'],
                        properties: {
                          id: { type: 'string' },
                          role: { enum: ['user', 'assistant', 'system', 'developer', 'tool'] },
                          content: {},
                        },
                      },
                    },
                    resume: {
                      type: 'array',
                      description: 'Answers to the interrupts that the run before ended with.',
                      items: {
                        type: 'object',
                        required: ['interruptId', 'status'],
                        properties: {
                          interruptId: { type: 'string' },
                          status: { enum: ['resolved', 'cancelled'] },
                          payload: {
                            type: 'object',
                            properties: { approved: { type: 'boolean' } },
                          },
                        },
                      },
                    },
                  },
                },
                example: { messages: [{ role: 'user', content: 'What is the weather in Seoul?' }] },
              },
            },
          },
          responses: {
            200: {
              description:
                'RUN_STARTED … RUN_FINISHED (outcome success, or interrupt with what waits for approval) or RUN_ERROR (code and message)',
              content: { 'text/event-stream': { schema: { type: 'string' } } },
            },
            400: { description: 'The body is no RunAgentInput; `error` says what is wrong.' },
            401: { description: "No valid sign-in of the portal's user; `error` says why." },
          },
        },
      },
      '/chat/': { get: { summary: 'A chat page', responses: { 200: { description: 'HTML' } } } },
      '/healthz': {
        get: {
          summary: 'Is the app up?',
          responses: { 200: { description: '`{"status":"ok"}`' } },
        },
      },
    },
  };
}

/** A page that shows the description, without a script. */
export function docsPage(description: ReturnType<typeof openApi>): string {
  const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary }]) => ({ method, path, summary })),
  );
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(description.info.title)} API</title>
<link rel="stylesheet" href="chat/chat.css">
<main class="docs">
<h1>${escaped(description.info.title)}</h1>
<p>${escaped(description.info.description)} <a href="chat/">Chat</a> · <a href="docs/openapi.json">OpenAPI</a></p>
<ul>${operations.map(o => `<li><code>${o.method.toUpperCase()} ${escaped(o.path)}</code> ${escaped(o.summary)}</li>`).join('')}</ul>
<h2>Try it</h2>
<pre>curl -N localhost:8080/api/agent -H 'content-type: application/json' \\
  -d '${escaped(JSON.stringify(description.paths['/api/agent'].post.requestBody.content['application/json'].example))}'</pre>
<h2>Description</h2>
<pre>${escaped(JSON.stringify(description, undefined, 2))}</pre>
</main>
</html>
`;
}
