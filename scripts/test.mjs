// `npm test`: types, lint, unit and integration tests, and the main path in a real Chromium. What takes longer is `npm test -- rest`;
// `all` is both, names of stages run all of these, `room <folder>` checks one room, `watch <folder>` goes on (docs/testing.md).
// The last line sums up: `N passed, N failed, N skipped`.
import { readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import * as running from './running.mjs';
import { skippedTruths } from './skippedTruths.mjs';
import { filesOf, longOnes, testStages, typeProjects } from './stages.mjs';

const { check, jestTests, logOf, nodeTests, sum, types } = running;
process.chdir(running.repository);

/** What looks at everything alike, however little there is to test. */
const checks = {
  types: async () => {
    const counts = [];
    for (const { config } of typeProjects) counts.push(await types(config));
    return sum(counts);
  },
  lint: async () =>
    sum([
      await check('eslint', ['.', '--max-warnings', '0']),
      await check('knip', []),
      await check('node', ['scripts/rooms.mjs']),
      await check('node', ['scripts/lockFile.mjs']),
      await check('node', ['scripts/apiReports.mjs', '--check']),
    ]),
  prettier: () => check('prettier', ['--check', '--log-level', 'warn', '.']),
};

/** A browser, a portal and their builds want the machine for themselves; so do benchmarks. */
const few = new Set(['e2e', 'scripts']);

function testsOf(stage, share, log) {
  const files = filesOf(stage, share);
  if (!files.length) return undefined;
  const name = share === 'rest' ? `${stage}, the rest` : stage;
  const run = () => {
    if (testStages[stage].by === 'node')
      return nodeTests(name, files, { log, few: few.has(stage) });
    if (share === 'rest') return jestTests(name, ['--runTestsByPath', ...files]);
    const left = share === 'quick' ? filesOf(stage, 'rest') : [];
    const ignored = ['/node_modules/', ...left].flatMap(one => ['--testPathIgnorePatterns', one]);
    return jestTests(name, ignored);
  };
  return { name, run };
}

async function timed({ name, run }) {
  const started = Date.now();
  const counts = await run();
  return { stage: name, ...counts, seconds: Math.round((Date.now() - started) / 1000) };
}

/** Mostly a provider waits there, as it does for a cloud: it runs beside the others, and its turn is when it is told. */
const waits = (stage, share) => stage === 'infra' || (stage === 'sandbox' && share === 'rest');

/** The stages of a share, one after another. */
async function runShare(share, stages = [...Object.keys(checks), ...Object.keys(testStages)]) {
  const jobs = stages.flatMap(stage => {
    if (stage in checks) return share === 'rest' ? [] : { stage, name: stage, run: checks[stage] };
    const log = waits(stage, share) && stages.length > 1 ? logOf(stage) : undefined;
    const tests = testsOf(stage, share, log);
    return tests ? { stage, log, ...tests } : [];
  });
  const beside = new Map(jobs.filter(({ log }) => log).map(job => [job, timed(job)]));
  const rows = [];
  for (const job of jobs) {
    console.log(`\n── ${job.name}`);
    rows.push(await (beside.get(job) ?? timed(job)));
    if (job.log) console.log(readFileSync(job.log, 'utf8'));
  }
  return rows;
}

/** The folder or file, as the stages name theirs, and the tests in it. */
function roomAt(path) {
  const room = relative(running.repository, resolve(process.env.INIT_CWD ?? '.', path));
  const within = file => file === room || file.startsWith(`${room}/`);
  const rest = longOnes();
  const found = Object.entries(testStages).flatMap(([stage, { by }]) =>
    filesOf(stage, 'all')
      .filter(within)
      .map(file => ({ file, by })),
  );
  const asked = found.filter(({ file }) => file === room || !rest.has(file));
  const by = runner => asked.filter(one => one.by === runner).map(({ file }) => file);
  const left = found.filter(one => !asked.includes(one)).map(({ file }) => file);
  const project = typeProjects.find(({ folders }) =>
    folders.some(one => room === one || room.startsWith(`${one}/`)),
  );
  return { room, jest: by('jest'), node: by('node'), left, project };
}

/** What a change in one room wants looked at: types beside the tests, since each leaves a part of the machine idle. */
async function checkRoom(path) {
  const { room, jest, node, left, project } = roomAt(path);
  const log = logOf('checks');
  const looked = async () => [
    ...(project ? [await timed({ name: 'types', run: () => types(project.config, { log }) })] : []),
    await timed({
      name: 'lint',
      run: () => check('eslint', [room, '--max-warnings', '0'], { log }),
    }),
    await timed({
      name: 'prettier',
      run: () => check('prettier', ['--check', '--log-level', 'warn', room], { log }),
    }),
  ];
  const tested = async () => [
    ...(jest.length
      ? [await timed({ name: 'jest', run: () => jestTests('jest', ['--runTestsByPath', ...jest]) })]
      : []),
    ...(node.length ? [await timed({ name: 'node', run: () => nodeTests('node', node) })] : []),
  ];
  const rows = (await Promise.all([looked(), tested()])).flat();
  console.log(readFileSync(log, 'utf8'));
  if (left.length) console.log(`Left to \`npm test -- rest\`, or by name:\n  ${left.join('\n  ')}`);
  return rows;
}

function tell(rows) {
  for (const { name, said } of running.failures) console.log(`\nFAILED ${name}\n${said}`);
  const wanting = skippedTruths(running.skips);
  if (wanting) console.log(wanting);
  console.table(rows);
  const total = sum(rows);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exit(total.failed ? 1 : 0);
}

const [first, ...others] = process.argv.slice(2);
const stages = [...Object.keys(checks), ...Object.keys(testStages)];
if (first === undefined) tell(await runShare('quick'));
else if ((first === 'rest' || first === 'all') && !others.length) tell(await runShare(first));
else if (first === 'room' && others.length === 1) tell(await checkRoom(others[0]));
else if (first === 'watch' && others.length === 1) await running.watch(roomAt(others[0]));
else {
  const chosen = [first, ...others];
  const unknown = chosen.filter(name => !stages.includes(name));
  if (unknown.length) {
    console.error(
      `No such stage: ${unknown.join(', ')}. There are ${stages.join(', ')}; and rest, all, room <folder>, watch <folder>.`,
    );
    process.exit(2);
  }
  tell(await runShare('all', chosen));
}
