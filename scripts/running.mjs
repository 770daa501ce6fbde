// Runs a stage's tests or checks, and counts what came of them. What nobody waits for says so into a log that is told later.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'private-ai-test-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** Kept between runs: what tests start again and again (a sandbox, a portal) is compiled once. */
const compiled = join(repository, 'node_modules/.cache/private-ai-compiled');

/** Test files at once: they wait more than they work, and each may have a sandbox of 200 MB beside it. */
const atOnce = Math.min(4, availableParallelism()) + 1;

/** What each failed test said: told again at the end, where a log of thousands of lines is read first. */
export const failures = [];
/** Why what was skipped was: node's runner gives the reason, jest's tests carry it in their names. */
export const skips = [];

export const none = { passed: 0, failed: 0, skipped: 0 };
export const sum = counts =>
  Object.fromEntries(
    Object.keys(none).map(key => [key, counts.reduce((all, one) => all + one[key], 0)]),
  );

const bin = name => join(repository, 'node_modules/.bin', name);
export const logOf = name => join(folder, `${name.replaceAll(' ', '-')}.log`);

async function run(command, args, { log, cwd = repository } = {}) {
  const out = log ? openSync(log, 'a') : 'inherit';
  const child = spawn(command, args, {
    cwd,
    stdio: ['inherit', out, out],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const [code] = await once(child, 'exit');
  return code === 0;
}

/** A check without tests of its own counts as one. */
export const check = async (command, args, options) =>
  (await run(bin(command), args, options)) ? { ...none, passed: 1 } : { ...none, failed: 1 };

/** What has been looked at before, and what that imports, is not looked at again. */
export const types = (config, options) =>
  check(
    'tsc',
    [
      ...['-p', config, '--noEmit', '--incremental', '--tsBuildInfoFile'],
      `node_modules/.cache/private-ai-types/${config.replaceAll(/\W/g, '-')}.tsbuildinfo`,
    ],
    options,
  );

/** Tests of node's own runner; a run that dies before its count is one failure. */
export async function nodeTests(name, files, { log, few = false } = {}) {
  const report = join(folder, `${name}.json`);
  const passed = await run(
    process.execPath,
    [
      '--test',
      `--test-concurrency=${few ? 1 : atOnce}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=./scripts/countReporter.mjs',
      `--test-reporter-destination=${report}`,
      ...files,
    ],
    { log },
  );
  return counted(passed, report, counts => counts);
}

/** @param args which files: jest's own options */
export async function jestTests(name, args, { log } = {}) {
  const report = join(folder, `${name}.json`);
  const passed = await run(
    bin('backstage-cli'),
    [
      ...['repo', 'test', '--watchAll=false', `--maxWorkers=${atOnce}`],
      ...['--json', `--outputFile=${report}`],
      ...args,
    ],
    { log },
  );
  return counted(passed, report, r => ({
    passed: r.numPassedTests,
    failed: r.numFailedTests + r.numRuntimeErrorTestSuites,
    skipped: r.numPendingTests,
    skips: r.testResults.flatMap(({ assertionResults }) =>
      assertionResults.filter(({ status }) => status === 'pending').map(one => one.fullName),
    ),
    failures: r.testResults.flatMap(({ name: file, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      // a file that could not be read has no assertions
      if (!failed.length && message) return [{ name: file, said: message.slice(0, 1500) }];
      return failed.map(one => ({
        name: one.fullName,
        said: `${file}\n${one.failureMessages.join('\n')}`.slice(0, 1500),
      }));
    }),
  }));
}

function counted(passed, report, read) {
  let counts;
  try {
    counts = read(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    counts = none;
  }
  const { failures: told = [], skips: why = [], ...numbers } = counts;
  failures.push(...told);
  skips.push(...why);
  const silent = numbers.passed + numbers.failed + numbers.skipped === 0;
  return { ...numbers, failed: numbers.failed || (passed && !silent ? 0 : 1) };
}

/** Runs tests again whenever a file changes, until it is stopped. */
export async function watch({ jest, node }) {
  if (jest.length) await run(bin('backstage-cli'), ['repo', 'test', '--watch', ...jest]);
  else await run(process.execPath, ['--test', '--watch', ...node]);
}
