import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { text as readAll } from 'node:stream/consumers';
import { ask, parseFrames, question } from './app.ts';
import { slowText, startModel } from './modelServer.ts';

const MAIN = new URL('../src/main.ts', import.meta.url).pathname;
const start = (env: NodeJS.ProcessEnv) =>
  spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...env },
  });

/** Starts the process and waits for the address that it logs. */
async function started(env: NodeJS.ProcessEnv) {
  const child = start({
    AZURE_OPENAI_DEPLOYMENT_NAME: 'gpt-test',
    OPENAI_API_KEY: 'key',
    SINGLE_USER: 'true',
    ...env,
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', chunk => {
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0];
      if (address) resolve(address);
    });
    child.once('exit', () => reject(new Error('The app ended without listening.')));
  });
  return { url, child };
}

test('a missing setting: one sentence, exit 1', async () => {
  const child = start({});
  const [said, [code]] = await Promise.all([readAll(child.stderr), once(child, 'exit')]);
  assert.equal(code, 1);
  assert.match(said, /^AZURE_AISERVICES_OPENAI_BASE is missing: [^\n]+\.\n$/);
});

test('SIGTERM: an open answer ends, nothing new is taken, exit 0', {
  timeout: 60_000,
}, async () => {
  const slow = slowText('One ', 'two.');
  await using model = await startModel(slow.answer);
  const { url, child } = await started({ AZURE_AISERVICES_OPENAI_BASE: model.url });
  const response = await ask(url, question('Count.'));
  child.kill('SIGTERM');
  const answers = () => fetch(`${url}/healthz`).then(Boolean, () => false);
  while (await answers()) await sleep(20);
  slow.more();
  assert.equal(parseFrames(await response.text()).at(-1)?.type, 'RUN_FINISHED');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('SIGTERM: what is open after the grace is told so, exit 0', async () => {
  const slow = slowText('One ', 'two.');
  await using model = await startModel(slow.answer);
  const { url, child } = await started({
    AZURE_AISERVICES_OPENAI_BASE: model.url,
    SHUTDOWN_GRACE_SECONDS: '0',
  });
  const response = await ask(url, question('Count.'));
  child.kill('SIGTERM');
  const last = parseFrames(await response.text()).at(-1);
  assert(last?.type === 'RUN_ERROR');
  assert.match(last.message, /restarted/);
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});
