import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { docsPage, openApi } from './openapi.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'";
const FILES = {
  'index.html': 'text/html; charset=utf-8',
  'chat.js': 'text/javascript; charset=utf-8',
  'chat.css': 'text/css; charset=utf-8',
};

/** The chat page, the description of the API, and the probe. Redirects are relative: the app may stand behind a path. */
export function pages(app: FastifyInstance, title: string): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('X-Content-Type-Options', 'nosniff');
    reply.header('Content-Security-Policy', POLICY);
    reply.header('Referrer-Policy', 'no-referrer');
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/', async (_request, reply) => reply.redirect('chat/'));
  app.get('/chat', async (_request, reply) => reply.redirect('chat/'));

  for (const [file, type] of Object.entries(FILES)) {
    const body = readFileSync(new URL(`../public/chat/${file}`, import.meta.url));
    const path = file === 'index.html' ? '/chat/' : `/chat/${file}`;
    app.get(path, async (_request, reply) => reply.type(type).send(body));
  }

  const description = openApi(title);
  const page = docsPage(description);
  app.get('/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  app.get('/docs/openapi.json', async () => description);
}
