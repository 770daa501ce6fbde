import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';

async function start(args, env = process.env) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'start.mjs'), ...args], { env });
  let stderr = '';
  child.stderr.on('data', part => (stderr += part));
  child.stdout.resume();
  const [code] = await once(child, 'close');
  return { code, stderr };
}

test('a port in use is one sentence, and exit 1', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address();
  const { code, stderr } = await start(['--frontend-port', String(port)]);
  holder.close();
  assert.equal(code, 1);
  assert.equal(
    stderr.trim(),
    `Port ${port} for the portal is in use: end what holds it, or choose another with --frontend-port.`,
  );
});

test('a missing git is one sentence, and exit 1', async () => {
  const { code, stderr } = await start([], { ...process.env, PATH: '/nowhere' });
  assert.equal(code, 1);
  assert.match(stderr, /^git is not on PATH: install git.*\n$/);
});
