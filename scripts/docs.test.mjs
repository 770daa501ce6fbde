import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const docs = join(import.meta.dirname, '../docs');
const run = (...args) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, 'docs.mjs'), ...args]);

test('the documentation is as the code has it, a change is named, and writing puts it right', async () => {
  await run('--check');
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-docs-'));
  try {
    cpSync(docs, folder, { recursive: true });
    rmSync(join(folder, 'actions.md'));
    const guide = join(folder, 'provisioning.md');
    const text = readFileSync(guide, 'utf8');
    writeFileSync(guide, text.replace('InsufficientQuota', 'SufficientQuota'));
    await assert.rejects(run('--check', folder), ({ code, stderr }) => {
      assert.equal(code, 1);
      assert.match(stderr, /^actions\.md is not .*\nprovisioning\.md is not /);
      return true;
    });
    await run(folder);
    await run('--check', folder);
    assert.equal(readFileSync(guide, 'utf8'), text);
    assert.equal(
      readFileSync(join(folder, 'actions.md'), 'utf8'),
      readFileSync(join(docs, 'actions.md'), 'utf8'),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
