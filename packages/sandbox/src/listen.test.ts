import assert from 'node:assert/strict';
import http from 'node:http';
import { test } from 'node:test';
import { listen } from './listen.ts';
import { askedAs } from './testing/askedAs.ts';

test('plain HTTP is spoken with who asks for this machine by its own name alone', async () => {
  let asked = 0;
  const server = http.createServer((_, response) => {
    asked += 1;
    response.end('fine');
  });
  const { port, stop } = await listen(server, 0);
  const url = `http://127.0.0.1:${port}`;
  try {
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, 'localhost'])
      assert.deepEqual(await askedAs(host, url), { status: 200, text: 'fine' }, host);
    const before = asked;
    for (const [host, path] of [
      [`evil.example:${port}`, '/'],
      ['localhost.evil.example', '/'],
      ['localhost@evil.example', '/'],
      // The whole address counts, not the header beside it.
      [`localhost:${port}`, `http://evil.example:${port}/`],
    ]) {
      const { status, text } = await askedAs(host, url, path);
      assert.equal(status, 421, `${host} ${path}`);
      assert.match(text, /as localhost or 127\.0\.0\.1 only/);
    }
    assert.equal(asked, before, 'nothing was done');
  } finally {
    await stop();
  }
});

test('a proxy is asked for other names', async () => {
  const proxy = http.createServer((request, response) => response.end(request.url));
  const { port, stop } = await listen(proxy, 0, { anyHost: true });
  try {
    const { text } = await askedAs(
      'some.example',
      `http://127.0.0.1:${port}`,
      'http://some.example/',
    );
    assert.equal(text, 'http://some.example/');
  } finally {
    await stop();
  }
});
