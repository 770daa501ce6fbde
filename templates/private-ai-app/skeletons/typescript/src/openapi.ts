/** The app's HTTP API by OpenAPI 3.1; `catalog-info.yaml` holds its outline. */
export function openApi(title: string) {
  return {
    openapi: '3.1.0',
    info: {
      title,
      version: '1',
      description: 'A private AI agent that speaks AG-UI.',
    },
    paths: {
      '/api/agent': {
        post: {
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
                  },
                },
                example: { messages: [{ role: 'user', content: 'What is the weather in Seoul?' }] },
              },
            },
          },
          responses: {
            200: {
              description: 'RUN_STARTED … RUN_FINISHED or RUN_ERROR (code and message)',
              content: { 'text/event-stream': { schema: { type: 'string' } } },
            },
            400: { description: 'The body is no RunAgentInput; `error` says what is wrong.' },
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
  const escape = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(description.info.title)} API</title>
<link rel="stylesheet" href="chat/chat.css">
<main class="docs">
<h1>${escape(description.info.title)}</h1>
<p>${escape(description.info.description)} <a href="chat/">Chat</a> · <a href="docs/openapi.json">OpenAPI</a></p>
<ul>${operations.map(o => `<li><code>${o.method.toUpperCase()} ${escape(o.path)}</code> ${escape(o.summary)}</li>`).join('')}</ul>
<h2>Try it</h2>
<pre>curl -N localhost:8080/api/agent -H 'content-type: application/json' \\
  -d '${escape(JSON.stringify(description.paths['/api/agent'].post.requestBody.content['application/json'].example))}'</pre>
<h2>Description</h2>
<pre>${escape(JSON.stringify(description, undefined, 2))}</pre>
</main>
</html>
`;
}
