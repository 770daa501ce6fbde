import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { Store } from '../state/store.ts';
import { CertificateAuthority } from '../tls/authority.ts';
import { startGit, type GitRoom } from './git.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'private-ai-git-'));
const caFile = join(folder, 'ca.pem');
const store = new Store(':memory:');
let room: GitRoom;
let start: () => Promise<GitRoom>;

before(async () => {
  const authority = await CertificateAuthority.open(store);
  writeFileSync(caFile, authority.pem);
  start = () =>
    startGit(
      { store, authority, folder, log: line => console.error(line) },
      { port: 0, plainPort: 0 },
    );
  room = await start();
});
after(async () => {
  await room.stop();
  rmSync(folder, { recursive: true });
});

const signedIn = (path: string) =>
  `https://${room.user}:${room.password}@${new URL(room.tlsUrl).host}/${path}`;

/** The person's git, as it would be without settings of their own. */
async function git(args: string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_SSL_CAINFO: caFile,
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Dev',
    GIT_AUTHOR_EMAIL: 'dev@example.com',
    GIT_COMMITTER_NAME: 'Dev',
    GIT_COMMITTER_EMAIL: 'dev@example.com',
  };
  return (await run('git', args, { env, cwd: folder })).stdout;
}

/** A Node process of its own that trusts the sandbox's authority, as the portal's backend does. */
async function portal(script: string): Promise<Record<string, unknown>> {
  const require = createRequire(resolve(import.meta.dirname, '../../../backend/package.json'));
  const modules = [
    '@backstage/backend-defaults/urlReader',
    '@backstage/config',
    '@backstage/integration',
    '@backstage/plugin-scaffolder-backend-module-gitea',
  ].map(name => [name, require.resolve(name)]);
  const { hostname, host } = new URL(room.url);
  const text = `
    const modules = ${JSON.stringify(Object.fromEntries(modules))};
    const use = name => require(modules[name]);
    const logger = { info() {}, debug() {}, warn() {}, error() {}, child: () => logger };
    const base = ${JSON.stringify(room.url)};
    const config = new (use('@backstage/config').ConfigReader)({
      backend: { baseUrl: 'http://${hostname}' },
      integrations: { gitea: [{ host: '${host}', baseUrl: base, username: '${room.user}', password: '${room.password}' }] },
    });
    (async () => { ${script} })().then(
      answer => { process.stdout.write(JSON.stringify(answer)); process.exit(0); },
      error => { console.error(error); process.exit(1); });`;
  const { stdout } = await run(process.execPath, ['-e', text], {
    env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile },
  });
  return JSON.parse(stdout);
}

async function api(path: string, options: { method?: string; body?: object; as?: string } = {}) {
  const { stdout } = await run(
    process.execPath,
    [
      '-e',
      `fetch(${JSON.stringify(`${room.url}${path}`)}, ${JSON.stringify({
        method: options.method,
        redirect: 'manual',
        headers: options.as
          ? {
              authorization: `Basic ${Buffer.from(`${room.user}:${options.as}`).toString('base64')}`,
            }
          : {},
        body: options.body && JSON.stringify(options.body),
      })}).then(async a => console.log(JSON.stringify({ status: a.status, location: a.headers.get('location'), text: await a.text() })))`,
    ],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile } },
  );
  return JSON.parse(stdout) as { status: number; location?: string; text: string };
}

test('publish:gitea publishes, the reader reads, and the page that people click on answers', async () => {
  const workspace = join(folder, 'workspace');
  mkdirSync(join(workspace, 'src'), { recursive: true });
  writeFileSync(join(workspace, 'catalog-info.yaml'), 'kind: Component\n');
  writeFileSync(join(workspace, 'src', 'index.ts'), "console.log('<hello>');\n");

  const published = await portal(`
    const { createPublishGiteaAction } = use('@backstage/plugin-scaffolder-backend-module-gitea');
    const { ScmIntegrations } = use('@backstage/integration');
    const action = createPublishGiteaAction({ config, integrations: ScmIntegrations.fromConfig(config) });
    const outputs = {};
    await action.handler({
      input: { repoUrl: '${new URL(room.url).host}?owner=apps&repo=weather', description: 'Weather' },
      workspacePath: ${JSON.stringify(workspace)}, logger, output: (name, value) => { outputs[name] = value; },
      signal: new AbortController().signal,
    });
    return outputs;`);
  assert.match(String(published.commitHash), /^[\da-f]{40}$/);

  const read = await portal(`
    const reader = use('@backstage/backend-defaults/urlReader').UrlReaders.default({ config, logger });
    const file = await reader.readUrl(base + '/apps/weather/src/branch/main/catalog-info.yaml');
    const trees = [];
    for (const ref of ['branch/main', 'commit/${published.commitHash}']) {
      const tree = await reader.readTree(base + '/apps/weather/src/' + ref + '/');
      trees.push({ etag: tree.etag, files: (await tree.files()).map(one => one.path).sort() });
    }
    const missing = await reader.readUrl(base + '/apps/weather/src/branch/main/none.yaml').catch(error => error.name);
    return { file: (await file.buffer()).toString(), trees, missing };`);
  const tree = { etag: published.commitHash, files: ['catalog-info.yaml', 'src/index.ts'] };
  assert.deepEqual(read, {
    file: 'kind: Component\n',
    trees: [tree, tree],
    missing: 'NotFoundError',
  });

  assert.match((await api('/apps/weather/src/branch/main')).text, /catalog-info\.yaml/);
  assert.match(
    (await api(`/apps/weather/src/commit/${published.commitHash}/src/index.ts`)).text,
    /console\.log\(&#39;&#60;hello&#62;&#39;\)/,
  );
  assert.equal((await api('/apps/weather')).location, '/apps/weather/src/branch/main');
});

test('git clones and pushes; without the password nothing is written', async () => {
  const created = await api('/api/v1/orgs/apps/repos', {
    method: 'POST',
    as: room.password,
    body: { name: 'notes', private: false },
  });
  assert.equal(created.status, 201);
  await git(['clone', '--quiet', signedIn('apps/notes.git'), 'notes']);
  // Random bytes do not shrink: more than git's buffer of 1 MB, so the push comes in chunks.
  const big = randomBytes(3_000_000);
  writeFileSync(join(folder, 'notes', 'big.bin'), big);
  await git(['-C', 'notes', 'checkout', '--quiet', '-b', 'trunk']);
  await git(['-C', 'notes', 'add', '.']);
  await git(['-C', 'notes', 'commit', '--quiet', '-m', 'first']);
  await git(['-C', 'notes', 'push', '--quiet', 'origin', 'trunk']);
  await git(['clone', '--quiet', `${room.tlsUrl}/apps/notes.git`, 'again']);
  assert.ok(readFileSync(join(folder, 'again', 'big.bin')).equals(big));

  writeFileSync(join(folder, 'again', 'more.txt'), 'more');
  await git(['-C', 'again', 'add', '.']);
  await git(['-C', 'again', 'commit', '--quiet', '-m', 'second']);
  await assert.rejects(git(['-C', 'again', 'push', 'origin', 'trunk']), /could not read Username/);
  const head = JSON.parse((await api('/api/v1/repos/apps/notes/git/commits/trunk')).text);
  assert.equal(head.commit.message, 'first\n');
  assert.equal(
    JSON.parse((await api('/api/v1/repos/apps/notes')).text).default_branch,
    'trunk',
    'the first branch pushed is the default one',
  );
});

test('a branch says its newest commit, and commits whether one is in the history of another', async () => {
  const create = { method: 'POST', as: room.password, body: { name: 'history', private: false } };
  assert.equal((await api('/api/v1/orgs/apps/repos', create)).status, 201);
  const it = '/api/v1/repos/apps/history';
  await git(['clone', '--quiet', signedIn('apps/history.git'), 'history']);
  const inside = (...args: string[]) => git(['-C', 'history', ...args]);
  const commit = async (message: string) => {
    await inside('commit', '--quiet', '--allow-empty', '-m', message);
    return (await inside('rev-parse', 'HEAD')).trim();
  };
  await inside('checkout', '--quiet', '-b', 'main');
  const first = await commit('first');
  const second = await commit('second');
  await inside('checkout', '--quiet', '-b', 'side/one');
  const side = await commit('side');
  await inside('checkout', '--quiet', '--orphan', 'apart');
  const apart = await commit('apart');
  // Git takes it for a tag where it may be both.
  await inside('tag', 'main', side);
  await inside(
    'push',
    '--quiet',
    'origin',
    'refs/heads/main',
    'refs/tags/main',
    'side/one',
    'apart',
  );

  const head = await api(`${it}/branches/main`);
  assert.equal(JSON.parse(head.text).commit.id, second);
  assert.equal(JSON.parse((await api(`${it}/branches/side%2Fone`)).text).commit.id, side);
  assert.equal((await api(`${it}/branches/none`)).status, 404);
  const beyond = async (sha: string) => {
    const { status, text } = await api(`${it}/commits?sha=${sha}&not=${second}&limit=1&stat=false`);
    return status === 200 ? JSON.parse(text).map((one: { sha: string }) => one.sha) : status;
  };
  for (const sha of [first, second]) assert.deepEqual(await beyond(sha), []);
  for (const sha of [side, apart]) assert.deepEqual(await beyond(sha), [sha]);
  assert.equal(await beyond('0'.repeat(40)), 404);
});

test('nobody pushes to an archived repository, until it is taken back', async () => {
  const path = '/api/v1/repos/apps/ledger';
  const as = room.password;
  await api('/api/v1/orgs/apps/repos', { method: 'POST', as, body: { name: 'ledger' } });
  await git(['clone', '--quiet', signedIn('apps/ledger.git'), 'ledger']);
  await git(['-C', 'ledger', 'commit', '--quiet', '--allow-empty', '-m', 'first']);
  const push = () => git(['-C', 'ledger', 'push', '--quiet', 'origin', 'HEAD:main']);
  const archive = (archived: boolean, by?: string) =>
    api(path, { method: 'PATCH', as: by, body: { archived } });
  assert.equal((await archive(true)).status, 401);
  await push();
  assert.equal((await archive(true, as)).status, 200);
  assert.equal(JSON.parse((await api(path)).text).archived, true);
  await git(['-C', 'ledger', 'commit', '--quiet', '--allow-empty', '-m', 'second']);
  await assert.rejects(push(), /403/);
  await git(['clone', '--quiet', `${room.url}/apps/ledger.git`, 'read']);
  assert.equal((await archive(false, as)).status, 200);
  await push();
});

test('what Gitea refuses is refused', async () => {
  const make = (name: string, as?: string) =>
    api('/api/v1/orgs/apps/repos', { method: 'POST', as, body: { name, private: true } });
  assert.equal((await make('secret')).status, 401);
  assert.equal((await make('secret', 'wrong')).status, 401);
  assert.equal((await make('secret', room.password)).status, 201);
  assert.equal((await make('Secret', room.password)).status, 409);
  assert.equal((await make('../secret', room.password)).status, 422);
  assert.equal((await api('/api/v1/orgs/others')).status, 404);
  assert.equal((await api('/api/v1/repos/apps/secret')).status, 404, 'private');
  assert.equal((await api('/api/v1/repos/apps/secret', { as: room.password })).status, 200);
  await assert.rejects(git(['clone', `${room.url}/apps/secret.git`, 'stolen']), /Username/);
});

test('repositories and the password outlive a restart', async () => {
  const { password } = room;
  await room.stop();
  room = await start();
  assert.equal(room.password, password);
  assert.equal((await api('/apps/weather/src/branch/main')).status, 200);
});
