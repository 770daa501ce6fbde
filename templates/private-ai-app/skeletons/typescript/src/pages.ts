import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { SignIn } from './config.ts';
import { docsPage, openApi } from './openapi.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'";
const TYPES = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/**
 * The chat page, or where to find it when only the portal signs in; the description of the API, and the probe. Redirects
 * are relative: the app may stand behind a path.
 */
export function pages(
  app: FastifyInstance,
  { title, signIn }: { title: string; signIn: SignIn },
): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('X-Content-Type-Options', 'nosniff');
    reply.header('Content-Security-Policy', POLICY);
    reply.header('Referrer-Policy', 'no-referrer');
  });
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/', async (_request, reply) => reply.redirect('chat/'));
  app.get('/chat', async (_request, reply) => reply.redirect('chat/'));

  const serve = (path: string, file: string, type: keyof typeof TYPES) => {
    const body = readFileSync(new URL(`../public/chat/${file}`, import.meta.url));
    app.get(path, async (_request, reply) => reply.type(TYPES[type]).send(body));
  };
  serve('/chat/', signIn === 'single-user' ? 'index.html' : 'portal.html', 'html');
  serve('/chat/chat.js', 'chat.js', 'js');
  serve('/chat/chat.css', 'chat.css', 'css');

  const description = openApi({ title, signIn });
  const page = docsPage(description);
  app.get('/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  app.get('/docs/openapi.json', async () => description);
}
