import assert from 'node:assert/strict';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterEach, test } from 'node:test';
import { needing, outsideTruth } from './outsideTruth.ts';

const repository = resolve(import.meta.dirname, '..');
const { PRIVATE_AI_TRUTHS: set } = process.env;
afterEach(() => {
  if (set === undefined) delete process.env.PRIVATE_AI_TRUTHS;
  else process.env.PRIVATE_AI_TRUTHS = set;
});

/** A jest of sorts: what was registered, and how. */
function registry() {
  const registered = [];
  const register = (name, work) => registered.push(['runs', name, work]);
  register.skip = (name, work) => registered.push(['skipped', name, work]);
  return { register, registered };
}
const work = () => undefined;

test('where nobody names the folder, what needs a truth is skipped, and the reason names it', () => {
  for (const unset of [undefined, '']) {
    if (unset === undefined) delete process.env.PRIVATE_AI_TRUTHS;
    else process.env.PRIVATE_AI_TRUTHS = unset;
    const truth = outsideTruth('azure-types/check.mjs');
    assert.equal(truth.skip, 'needs the outside truth azure-types (docs/outside-truths.md)');
    assert.throws(
      () => truth.path,
      /^Error: This needs the outside truth azure-types: set PRIVATE_AI_TRUTHS to its folder/,
    );
    const { register, registered } = registry();
    needing(truth, register)('every body', work);
    const reason = '[skipped: needs the outside truth azure-types (docs/outside-truths.md)]';
    assert.deepEqual(registered, [['skipped', `every body ${reason}`, work]]);
  }
});

test('where somebody does, it is demanded: a missing one fails what needs it, and says what is missing', () => {
  const nowhere = resolve('/nonexistent');
  process.env.PRIVATE_AI_TRUTHS = nowhere;
  const truth = outsideTruth('envtest/start.mjs');
  assert.equal(truth.skip, false);
  const sentence = `This needs the outside truth envtest: PRIVATE_AI_TRUTHS is set, and ${join(nowhere, 'envtest/start.mjs')} is missing (docs/outside-truths.md).`;
  assert.throws(() => truth.path, { message: sentence });
  assert.throws(() => truth.url, { message: sentence });
  const { register, registered } = registry();
  needing(truth, register)('the cluster', work);
  assert.deepEqual(registered, [['runs', 'the cluster', work]]);
});

test('a relative folder is beside what the repository’s root is beside, wherever a test runs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-truths-'));
  try {
    mkdirSync(join(folder, 'kubernetes'));
    writeFileSync(join(folder, 'kubernetes/which.mjs'), 'export default "this one";');
    process.env.PRIVATE_AI_TRUTHS = relative(repository, folder);
    const truth = outsideTruth('kubernetes/which.mjs');
    assert.equal(truth.path, join(folder, 'kubernetes/which.mjs'));
    assert.equal((await import(truth.url)).default, 'this one');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('nothing else looks for that folder, or asks whether this is CI', () => {
  const found = globSync('{bench,e2e,infra,packages,plugins,scripts,templates,testing}/**/*', {
    cwd: repository,
    exclude: path => /(^|\/)(node_modules|dist|dist-types|coverage)$/.test(path),
  }).filter(file => /\.([cm]?[jt]s|tsx|sh)$/.test(file));
  assert.ok(found.length > 800, 'the code was read');
  const own = [
    'testing/outsideTruth.ts',
    'testing/outsideTruth.test.mjs',
    'testing/thisMachine.ts',
  ];
  const strays = found.filter(
    file =>
      !own.includes(file) &&
      /\.\.\/shared\/|env\.CI\b|env\.PRIVATE_AI_TRUTHS/.test(
        readFileSync(join(repository, file), 'utf8'),
      ),
  );
  assert.deepEqual(strays, []);
});
