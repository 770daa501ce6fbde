// `npm test`: type check, lint, unit, integration and e2e tests. `npm test -- lint jest` runs only the stages named.
// The last line sums up: `N passed, N failed, N skipped`; a stage without tests of its own counts as one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

process.chdir(resolve(import.meta.dirname, '..'));
const folder = mkdtempSync(join(tmpdir(), 'private-ai-test-'));

async function run(command, args, env = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  return code === 0;
}

const bin = name => join('node_modules/.bin', name);
const check = async (command, args) =>
  (await run(bin(command), args))
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0 };
const sum = counts =>
  Object.fromEntries(
    ['passed', 'failed', 'skipped'].map(key => [
      key,
      counts.reduce((all, one) => all + one[key], 0),
    ]),
  );

/** Tests of node's own runner; a run that dies before its count is one failure. */
async function nodeTests(name, files, { atOnce = 1, env } = {}) {
  const report = join(folder, `${name}.json`);
  const passed = await run(
    process.execPath,
    [
      '--test',
      `--test-concurrency=${atOnce}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=./scripts/countReporter.mjs',
      `--test-reporter-destination=${report}`,
      ...files,
    ],
    env,
  );
  return withReport(passed, report, counts => counts);
}

function withReport(passed, report, read) {
  let counts;
  try {
    counts = read(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    counts = { passed: 0, failed: 0, skipped: 0 };
  }
  const silent = counts.passed + counts.failed + counts.skipped === 0;
  return { ...counts, failed: counts.failed || (passed && !silent ? 0 : 1) };
}

async function jest() {
  const report = join(folder, 'jest.json');
  const passed = await run(bin('backstage-cli'), [
    'repo',
    'test',
    '--watchAll=false',
    '--maxWorkers=2',
    '--json',
    `--outputFile=${report}`,
  ]);
  return withReport(passed, report, r => ({
    passed: r.numPassedTests,
    failed: r.numFailedTests + r.numRuntimeErrorTestSuites,
    skipped: r.numPendingTests,
  }));
}

const stages = {
  types: async () =>
    sum([
      await check('tsc', ['--noEmit']),
      await check('tsc', ['-p', 'packages/sandbox']),
      await check('tsc', ['-p', 'e2e']),
    ]),
  lint: () => check('eslint', ['.', '--max-warnings', '0']),
  prettier: () => check('prettier', ['--check', '--log-level', 'warn', '.']),
  sandbox: () => nodeTests('sandbox', globSync('packages/sandbox/src/**/*.test.ts'), { atOnce: 2 }),
  jest,
  template: () => nodeTests('template', globSync('templates/*/*.test.ts')),
  scripts: () => nodeTests('scripts', globSync('{scripts,bench}/*.test.mjs')),
  e2e: () => nodeTests('e2e', globSync('e2e/*.test.ts')),
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !(name in stages));
if (unknown.length) {
  console.error(
    `No such stage: ${unknown.join(', ')}. There are: ${Object.keys(stages).join(', ')}.`,
  );
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const rows = [];
for (const name of chosen.length ? chosen : Object.keys(stages)) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const counts = await stages[name]();
  rows.push({ stage: name, ...counts, seconds: Math.round((Date.now() - started) / 1000) });
  Object.assign(total, sum([total, counts]));
}
rmSync(folder, { recursive: true, force: true });
console.table(rows);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed ? 1 : 0);
