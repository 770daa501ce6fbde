import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { create } from 'tar';
import { startRegistryForTest } from '../testing/registry.ts';
import { until } from '../testing/until.ts';

const run = promisify(execFile);
let acr: Awaited<ReturnType<typeof startRegistryForTest>>;
before(async () => {
  acr = await startRegistryForTest();
});
after(() => acr.stop());

/** Two stages, a dependency of its own folder, a build script, everything that a Containerfile usually says. */
const app = {
  Containerfile: `# syntax=docker/dockerfile:1
ARG NODE=24-slim
FROM docker.io/library/node:\${NODE} AS build
WORKDIR /app
COPY package*.json ./
COPY greeting ./greeting
RUN --mount=type=cache,target=/root/.npm npm ci \\
    --no-audit --no-fund && mkdir -p out
COPY src src
RUN npm run build
FROM node:24-slim
ENV NODE_ENV=production GREETED="the world"
WORKDIR /app
COPY --from=build --chown=node:node /app .
RUN chown -R node /app
USER 1000
EXPOSE 8080
ENTRYPOINT ["node"]
CMD ["out/main.js"]
`,
  'package.json': JSON.stringify({
    name: 'weather',
    type: 'module',
    scripts: { build: 'node src/build.js' },
    dependencies: { greeting: 'file:greeting' },
  }),
  'package-lock.json': JSON.stringify({
    name: 'weather',
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'weather', dependencies: { greeting: 'file:greeting' } },
      greeting: { version: '1.0.0' },
      'node_modules/greeting': { resolved: 'greeting', link: true },
    },
  }),
  'greeting/package.json': JSON.stringify({
    name: 'greeting',
    version: '1.0.0',
    type: 'module',
    exports: './index.js',
  }),
  'greeting/index.js': "export const greeting = 'hello';\n",
  'src/build.js':
    "import { cpSync } from 'node:fs';\ncpSync('src/main.js', 'out/main.js');\nconsole.log('built it');\n",
  'src/main.js':
    "import { greeting } from 'greeting';\nconsole.log(greeting, process.env.GREETED);\n",
};

test('builds uploaded source into an image that runs; the second build does not install again', async () => {
  const first = await acr.build(app);
  assert.equal(first.status, 'Succeeded', first.log);
  assert.match(first.log, /built it/);
  assert.match(first.log, /skipped: chown -R node \/app/);
  const [output] = first.outputImages;
  assert.equal(output.registry, 'acrcontosokrc01.azurecr.io');
  const name = `${output.registry}/${output.repository}`;
  const image = await acr.resolve(`${name}@${output.digest}`);
  assert.ok(image);
  assert.deepEqual(image.command, ['node', 'out/main.js']);
  assert.equal(image.env.NODE_ENV, 'production');
  const ran = await run(process.execPath, image.command.slice(1), {
    cwd: image.workingDir,
    env: image.env,
  });
  assert.equal(ran.stdout, 'hello the world\n');
  assert.equal((await acr.resolve(`${name}:one`))?.digest, output.digest);
  assert.equal(await acr.resolve(`${name}:two`), undefined);
  assert.equal(await acr.resolve(`other.azurecr.io/weather@${output.digest}`), undefined);

  const again = await acr.build(app);
  assert.equal(again.outputImages[0].digest, output.digest, 'the same source is the same image');
  assert.match(again.log, /dependencies are unchanged/);
  const changed = await acr.build({ ...app, 'src/main.js': "console.log('changed');\n" });
  assert.notEqual(changed.outputImages[0].digest, output.digest);
});

test('a wrong Containerfile, command or source fails the run with the line that is wrong', async () => {
  const cases: [Record<string, string>, RegExp][] = [
    [
      { Containerfile: 'FROM node:24\n\nCOPPY . .\n' },
      /^line 3 \(COPPY \. \.\): unknown instruction COPPY\.$/,
    ],
    [{ Containerfile: 'FROM ruby:3.4\n' }, /line 1 .*node and python images only.*not ruby:3\.4/],
    [
      { Containerfile: 'FROM node:24\nRUN make all\n' },
      /line 2 .*runs npm, npx, node, python and pip, not make/,
    ],
    [{ Containerfile: 'FROM node:24\nRUN pip install x\n' }, /line 2 .*needs a python image/],
    [
      { Containerfile: 'FROM node:24\nRUN node -e "process.exit(3)"\n' },
      /line 2 .*ended with code 3/,
    ],
    [
      { Containerfile: 'FROM node:24\nCOPY missing.txt .\n' },
      /line 2 .*missing\.txt is not in the source/,
    ],
    [{ Containerfile: 'FROM node:24\nCOPY ../../state.sqlite .\n' }, /line 2 .*leads out/],
    [{ Dockerfile: 'FROM node:24' }, /The source has no Containerfile/],
  ];
  for (const [files, message] of cases) {
    const { status, runErrorMessage, log } = await acr.build(files);
    assert.equal(status, 'Failed');
    assert.match(runErrorMessage, message);
    assert.ok(log.includes(runErrorMessage), 'the log ends with it');
  }
});

test('a build is told nothing of the person’s environment but what it needs', async () => {
  const planted = {
    AWS_SECRET_ACCESS_KEY: 'planted-of-a-cloud',
    GITHUB_TOKEN: 'planted-of-a-host',
    AZURE_CLIENT_SECRET: 'planted-of-azure',
    npm_config_anything: 'planted-of-npm-start',
    NODE_OPTIONS: '--title=planted',
    npm_config_noproxy: 'registry.example',
  };
  const before = { ...process.env };
  Object.assign(process.env, planted);
  try {
    const { status, log } = await acr.build({
      Containerfile: 'FROM node:24\nENV SAID=so\nCOPY env.js .\nRUN node env.js\n',
      'env.js': 'console.log(`env ${JSON.stringify(process.env)} end`);\n',
    });
    assert.equal(status, 'Succeeded', log);
    assert.doesNotMatch(log, /planted/);
    const [, told = ''] = /env (\{.*\}) end/.exec(log) ?? [];
    const { PATH, HOME, SAID, npm_config_noproxy: noProxy } = JSON.parse(told);
    assert.deepEqual([HOME, SAID, noProxy], [process.env.HOME, 'so', 'registry.example']);
    assert.ok(PATH.endsWith(String(process.env.PATH)));
  } finally {
    for (const name of Object.keys(planted)) delete process.env[name];
    Object.assign(process.env, before);
  }
});

test('what .dockerignore names is not copied', async () => {
  const { outputImages, status, log } = await acr.build({
    Containerfile: 'FROM node:24\nCOPY . /app/\n',
    '.dockerignore': 'node_modules\n**/*.md\n!docs/kept.md\n.env*\n# a comment\n',
    'README.md': 'no',
    '.env.local': 'no',
    'docs/kept.md': 'yes',
    'docs/other.md': 'no',
    'docs/.hidden': 'yes',
    'node_modules/any/index.js': 'no',
  });
  assert.equal(status, 'Succeeded', log);
  const name = `acrcontosokrc01.azurecr.io/private-ai/weather@${outputImages[0].digest}`;
  const image = await acr.resolve(name);
  const files = readdirSync(String(image?.folder), { recursive: true, withFileTypes: true });
  assert.deepEqual(
    files
      .filter(file => file.isFile())
      .map(file => file.name)
      .sort(),
    ['.dockerignore', '.hidden', 'Containerfile', 'kept.md'],
  );
});

test('an archive that leads out of its folder is refused', async () => {
  const folder = mkdtempSync(join(acr.work, 'evil-'));
  symlinkSync('../../../..', join(folder, 'way-out'));
  writeFileSync(join(folder, 'Containerfile'), 'FROM node:24\n');
  const file = join(acr.work, 'evil.tar.gz');
  await create({ gzip: true, cwd: folder, file }, ['.']);
  const { body } = await acr.schedule(await acr.upload(readFileSync(file)));
  assert.match((await acr.finished(body.name)).runErrorMessage, /way-out.*leads out of it/);
});

test('the storage opens to its own signatures only, and reads a log from any byte', async () => {
  const { body } = await acr.arm('POST', 'listBuildSourceUploadUrl');
  const blob = { 'x-ms-blob-type': 'BlockBlob' };
  const forged = body.uploadUrl.replace(/source\//, 'source/other');
  assert.equal((await acr.ask('PUT', forged, 'x', blob)).status, 403);
  assert.equal((await acr.ask('GET', body.uploadUrl)).status, 403, 'it may be written, not read');
  assert.equal((await acr.ask('PUT', body.uploadUrl, 'x')).status, 400);
  assert.equal((await acr.schedule(body.relativePath)).status, 400, 'nothing was uploaded');
  assert.equal((await acr.schedule('../../ca.pem')).status, 400);
  assert.equal((await acr.arm('GET', 'runs/none')).body.error.code, 'RunNotFound');

  const { log, runId } = await acr.build({ Containerfile: 'FROM node:24\n' });
  const { logLink } = (await acr.arm('POST', `runs/${runId}/listLogSasUrl`, {})).body;
  const rest = await acr.ask('GET', logLink, undefined, { range: 'bytes=10-' });
  assert.deepEqual([rest.status, rest.text], [206, log.slice(10)]);
  assert.equal(rest.headers['x-ms-meta-complete'], 'successful');
  const beyond = await acr.ask('GET', logLink, undefined, { range: `bytes=${log.length}-` });
  assert.equal(beyond.status, 416);
});

test('a cancelled run ends, whether it is at work or waits', async () => {
  const source = await acr.upload(
    await acr.packed({
      Containerfile: 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN node wait.js\n',
      'wait.js': "console.log('waiting');\nsetInterval(() => {}, 1000);\n",
    }),
  );
  const [atWork, waits, next] = [
    await acr.schedule(source, { imageNames: ['cancelled:1'] }),
    await acr.schedule(source),
    await acr.schedule(await acr.upload(await acr.packed({ Containerfile: 'FROM node:24\n' }))),
  ].map(({ body }) => body.name);
  await until('it is at work', async () => (await acr.logOf(atWork)).includes('waiting'));
  for (const run of [waits, atWork]) {
    assert.equal((await acr.arm('POST', `runs/${run}/cancel`, {})).status, 200);
    assert.equal((await acr.finished(run)).status, 'Canceled');
  }
  assert.equal((await acr.finished(next)).status, 'Succeeded', 'the queue goes on');
  assert.equal(await acr.resolve('acrcontosokrc01.azurecr.io/cancelled:1'), undefined);
  assert.equal((await acr.arm('POST', `runs/${next}/cancel`, {})).status, 200);
  assert.equal((await acr.finished(next)).status, 'Succeeded', 'what has ended stays');
});

test('images outlive a restart, and a build that was cut off is built', async () => {
  const over = join(acr.work, 'over');
  const slow = {
    Containerfile:
      'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN node wait.js\nCMD ["node", "wait.js"]\n',
    'wait.js': `console.log('waiting');\nsetInterval(() => require('fs').existsSync(${JSON.stringify(over)}) && process.exit(), 50);\n`,
  };
  const { body } = await acr.schedule(await acr.upload(await acr.packed(slow)), {
    imageNames: ['slow:1'],
  });
  await until('it is at work', async () => (await acr.logOf(body.name)).includes('waiting'));
  assert.equal((await acr.arm('GET', `runs/${body.name}`)).body.properties.status, 'Running');
  // The build comes to no end yet: that is not waited for.
  await acr.stopRoom();
  writeFileSync(over, '');
  await acr.startRoom();
  assert.ok(await acr.resolve('acrcontosokrc01.azurecr.io/private-ai/weather:one'));
  assert.equal((await acr.finished(body.name)).status, 'Succeeded');
  assert.ok(await acr.resolve('acrcontosokrc01.azurecr.io/slow:1'));
});
