import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { filesOf, testStages } from './stages.mjs';

const repository = resolve(import.meta.dirname, '..');
process.chdir(repository);

test('every test is in one stage, and there in one share', () => {
  // A skeleton's tests are the made repository's: those of the template run them there.
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter(file => /\.test\.(ts|tsx|mjs)$/.test(file) && !file.includes('/skeletons/'));
  const run = Object.keys(testStages).flatMap(stage => [
    ...filesOf(stage, 'quick'),
    ...filesOf(stage, 'rest'),
  ]);
  assert.deepEqual(run.toSorted(), tracked.toSorted());
  for (const stage of Object.keys(testStages))
    assert.ok(filesOf(stage, 'quick').length, `${stage} has nothing quick`);
});

test('a stage that is not there is one sentence, and exit 2', () => {
  const { status, stderr } = spawnSync(process.execPath, [join('scripts', 'test.mjs'), 'jets'], {
    encoding: 'utf8',
  });
  assert.equal(status, 2);
  assert.match(
    stderr,
    /^No such stage: jets\. There are types, lint, .*rest, all, room <folder>, watch <folder>\.\n$/,
  );
});
