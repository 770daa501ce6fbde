import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fingerprint, requirePages } from './pages.mjs';

const folder = mkdtempSync(join(tmpdir(), 'private-ai-pages-'));
after(() => rmSync(folder, { recursive: true }));

function write(root, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text, { mode: 0o755 });
  }
}

/** Sources, and a bundler that notes each time that it runs. */
function checkout(name, bundler = 'echo run >> ../../runs && sleep 0.3 && mkdir -p dist') {
  const root = join(folder, name);
  write(root, {
    'packages/app/src/index.tsx': 'render();',
    'plugins/private-ai/src/chat/Chat.tsx': 'one',
    'plugins/private-ai/src/chat/Chat.test.tsx': 'test',
    'package-lock.json': '{}',
    runs: '',
    'node_modules/.bin/backstage-cli': `#!/bin/sh\n${bundler}\n`,
  });
  const log = join(root, 'pages.log');
  const said = [];
  const say = line => said.push(line);
  return { root, said, require: signal => requirePages({ root, log, say, signal }) };
}

test('the pages are built once, and again when something has changed that they are made of', async () => {
  const one = checkout('once');
  await one.require();
  await one.require();
  assert.equal(one.said.length, 1);
  write(one.root, { 'plugins/private-ai/src/chat/Chat.test.tsx': 'another test' });
  await one.require();
  assert.equal(one.said.length, 1, 'a test is no part of them');
  write(one.root, { 'plugins/private-ai/src/chat/Chat.tsx': 'two' });
  await one.require();
  assert.equal(one.said.length, 2);
  rmSync(join(one.root, 'packages/app/dist'), { recursive: true });
  await one.require();
  assert.equal(one.said.length, 3, 'what somebody removed is built again');
});

test('a file that goes, comes, or takes the name of another is a change', () => {
  const { root } = checkout('files');
  const seen = new Set([fingerprint(root)]);
  const chat = join(root, 'plugins/private-ai/src/chat/Chat.tsx');
  cpSync(chat, join(root, 'plugins/private-ai/src/chat/More.tsx'));
  seen.add(fingerprint(root));
  rmSync(chat);
  seen.add(fingerprint(root));
  assert.equal(seen.size, 3);
});

test('who starts at the same time waits; who was killed in the middle holds nobody up', async () => {
  const one = checkout('together');
  await Promise.all([one.require(), one.require(), one.require()]);
  assert.equal(one.said.filter(line => line.startsWith('Building')).length, 1);
  assert.match(one.said.at(-1), /^Waiting for process \d+, which builds the pages\.$/);
  one.said.length = 0;
  rmSync(join(one.root, 'packages/app/dist'), { recursive: true });
  // A number that no process of this machine has.
  write(one.root, { '.cache/pages.lock': '4194999' });
  await one.require();
  assert.equal(one.said.length, 1);
});

test('where the checkout lies makes no difference', async () => {
  const one = checkout('testing/ForTest.d');
  await one.require();
  write(one.root, { 'plugins/private-ai/src/chat/Chat.tsx': 'two' });
  await one.require();
  assert.equal(one.said.length, 2);
});

test('a build that is killed is none, and one that nobody waits for any more ends', async () => {
  const killed = checkout('killed', 'mkdir -p dist && kill -9 $$');
  await assert.rejects(killed.require(), /could not be built/);
  await assert.rejects(killed.require(), /could not be built/);

  const left = checkout('left', 'mkdir -p dist && echo $$ > ../../runs && exec sleep 600');
  const giving = new AbortController();
  const built = left.require(giving.signal);
  const runs = join(left.root, 'runs');
  while (!readFileSync(runs, 'utf8').trim()) await sleep(20);
  giving.abort(new Error('stopped'));
  await assert.rejects(built, /stopped/);
  const pid = Number(readFileSync(runs, 'utf8'));
  assert.throws(() => process.kill(pid, 0), /ESRCH/);
});

test('a build that fails says why, and is tried again', async () => {
  const one = checkout('broken', 'echo "Module not found: chat" && exit 1');
  await assert.rejects(one.require(), /could not be built:\nModule not found: chat/);
  await assert.rejects(one.require(), /Module not found/);
  assert.equal(one.said.length, 2);
});
