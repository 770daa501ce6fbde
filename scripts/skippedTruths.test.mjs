import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { needing } from '../testing/outsideTruth.ts';
import { skippedTruths } from './skippedTruths.mjs';

const run = promisify(execFile);

test('what jest calls its tests and what node says of its own are one count', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-skips-'));
  const { PRIVATE_AI_TRUTHS: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
  try {
    const file = join(folder, 'some.test.mjs');
    const guard = JSON.stringify(new URL('../testing/outsideTruth.ts', import.meta.url));
    writeFileSync(
      file,
      `import { describe, test } from 'node:test';
      import { outsideTruth } from ${guard};
      const { skip } = outsideTruth('envtest/start.mjs');
      describe('a suite', { skip }, () => { test('one', () => {}); test('two', () => {}); });
      test('alone', { skip: outsideTruth('kubernetes/crds').skip }, () => {});
      test('for another reason', { skip: 'no Python' }, () => {});
      test('runs', () => {});`,
    );
    const args = ['--test', '--test-reporter=./scripts/countReporter.mjs', file];
    const { stdout } = await run(process.execPath, args, {
      env,
      cwd: join(import.meta.dirname, '..'),
    });
    const { skips, failures, ...counts } = JSON.parse(stdout);
    assert.deepEqual(failures, []);
    // Nobody knows how many tests a skipped suite has.
    assert.deepEqual(counts, { passed: 1, failed: 0, skipped: 3 });

    const names = [];
    const register = Object.assign(() => {}, { skip: name => names.push(name) });
    needing({ skip: skips[0] }, register)('the cluster', () => {});
    assert.equal(
      skippedTruths([...skips, ...names]),
      '3 tests skipped for want of outside truths: envtest 2, kubernetes 1',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('where all are there, nothing is said', () => {
  assert.equal(skippedTruths(['no Python', 'true']), undefined);
});
