import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
const run = (...args) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, 'docs.mjs'), ...args]);

test('the documentation is as the code has it, a change is named, and writing puts it right', async () => {
  await run('--check');
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-docs-'));
  try {
    for (const copied of ['docs', 'infra/roles'])
      cpSync(join(root, copied), join(folder, copied), { recursive: true });
    const reference = join(folder, 'docs/actions.md');
    rmSync(reference);
    const guide = join(folder, 'docs/provisioning.md');
    const text = readFileSync(guide, 'utf8');
    writeFileSync(guide, text.replace('InsufficientQuota', 'SufficientQuota'));
    const role = join(folder, 'infra/roles/portal.json');
    const granted = readFileSync(role, 'utf8');
    writeFileSync(role, granted.replace('/projects/write', '/projects/*'));
    await assert.rejects(run('--check', folder), ({ code, stderr }) => {
      assert.equal(code, 1);
      assert.match(
        stderr,
        /^docs\/actions\.md is not .*\ndocs\/provisioning\.md is not .*\ninfra\/roles\/portal\.json is not /,
      );
      return true;
    });
    await run(folder);
    await run('--check', folder);
    assert.equal(readFileSync(guide, 'utf8'), text);
    assert.equal(readFileSync(role, 'utf8'), granted);
    assert.equal(
      readFileSync(reference, 'utf8'),
      readFileSync(join(root, 'docs/actions.md'), 'utf8'),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
