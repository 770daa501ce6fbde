import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const check = (...args) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, 'lockFile.mjs'), ...args]);

test('the lock file holds each package of Backstage once, and no address of a registry', async () => {
  await check();
});

test('a second copy and an address are named', async () => {
  const lock = JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'));
  const within = 'node_modules/@backstage/cli/node_modules';
  lock.packages[`${within}/@backstage/errors`] = { version: '1.2.7' };
  lock.packages[`${within}/yaml`] = {
    version: '1.0.0',
    resolved: 'https://registry.example/yaml-1.0.0.tgz',
  };
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-lock-'));
  const file = join(folder, 'package-lock.json');
  try {
    writeFileSync(file, JSON.stringify(lock));
    await assert.rejects(check(file), ({ code, stderr }) => {
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^@backstage\/errors is there 2 times: node_modules\/@backstage\/errors \(.+\), .+\/cli\/.+ \(1\.2\.7\)\n/,
      );
      assert.match(stderr, /\/yaml says where it came from: https:\/\/registry\.example/);
      assert.equal(stderr.trim().split('\n').length, 2);
      return true;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
