// `npm test`: type check, lint, unit, integration and e2e tests. `npm test -- lint jest` runs only the stages named.
// The last line sums up: `N passed, N failed, N skipped`; a stage without tests of its own counts as one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { skippedTruths } from './skippedTruths.mjs';

process.chdir(resolve(import.meta.dirname, '..'));
const folder = mkdtempSync(join(tmpdir(), 'private-ai-test-'));

/** @param log a file that takes what is said, for what runs beside something else */
async function run(command, args, { env = {}, log } = {}) {
  const out = log ? openSync(log, 'w') : 'inherit';
  const child = spawn(command, args, {
    stdio: ['inherit', out, out],
    env: { ...process.env, ...env },
  });
  const [code] = await once(child, 'exit');
  return code === 0;
}

/** What each failed test said: told again at the end, where a log of thousands of lines is read first. */
const failures = [];
/** Why what was skipped was: node's runner gives the reason, jest's tests carry it in their names. */
const skips = [];

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
async function nodeTests(name, files, { atOnce = 1, log } = {}) {
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
    { log },
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
  const { failures: told = [], skips: why = [], ...numbers } = counts;
  failures.push(...told);
  skips.push(...why);
  const silent = numbers.passed + numbers.failed + numbers.skipped === 0;
  return { ...numbers, failed: numbers.failed || (passed && !silent ? 0 : 1) };
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
    skips: r.testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'pending').map(one => one.fullName),
    ),
    failures: r.testResults.flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      // a file that could not be read has no assertions
      if (!failed.length && message) return [{ name, said: message.slice(0, 1500) }];
      return failed.map(one => ({
        name: one.fullName,
        said: `${name}\n${one.failureMessages.join('\n')}`.slice(0, 1500),
      }));
    }),
  }));
}

const stages = {
  types: async () =>
    sum([
      await check('tsc', ['--noEmit']),
      await check('tsc', ['-p', 'packages/sandbox']),
      await check('tsc', ['-p', 'e2e']),
      await check('tsc', ['-p', 'infra/tests']),
    ]),
  lint: async () =>
    sum([
      await check('eslint', ['.', '--max-warnings', '0']),
      await check('node', ['scripts/apiReports.mjs', '--check']),
    ]),
  prettier: () => check('prettier', ['--check', '--log-level', 'warn', '.']),
  sandbox: () => nodeTests('sandbox', globSync('packages/sandbox/src/**/*.test.ts'), { atOnce: 2 }),
  jest,
  template: () => nodeTests('template', globSync('templates/*/*.test.ts')),
  scripts: () => nodeTests('scripts', globSync('{scripts,bench,testing}/*.test.mjs')),
  e2e: () => nodeTests('e2e', globSync('e2e/*.test.ts')),
  infra: log => nodeTests('infra', globSync('infra/tests/**/*.test.ts'), { log, atOnce: 2 }),
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
const stagesToRun = chosen.length ? chosen : Object.keys(stages);
const timed = async (name, log) => {
  const started = Date.now();
  const counts = await stages[name](log);
  return { stage: name, ...counts, seconds: Math.round((Date.now() - started) / 1000) };
};
// It mostly waits, as its provider does for a cloud: so it runs beside the others, and its turn is when it is told.
const log = join(folder, 'infra.log');
const beside = stagesToRun.length > 1 && stagesToRun.includes('infra') && timed('infra', log);
for (const name of stagesToRun) {
  console.log(`\n── ${name}`);
  const isBeside = beside && name === 'infra';
  const row = await (isBeside ? beside : timed(name));
  if (isBeside) console.log(readFileSync(log, 'utf8'));
  rows.push(row);
  Object.assign(total, sum([total, row]));
}
rmSync(folder, { recursive: true, force: true });
for (const { name, said } of failures) console.log(`\nFAILED ${name}\n${said}`);
const wanting = skippedTruths(skips);
if (wanting) console.log(wanting);
console.table(rows);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed ? 1 : 0);
