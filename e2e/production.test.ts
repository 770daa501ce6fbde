import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import createKnex, { type Knex } from 'knex';
import { groups, persons } from '../packages/sandbox/src/entra/company.ts';
import { buildImage } from '../scripts/image.mjs';
import { startEntra } from './entra.ts';
import { freePorts } from './freePorts.ts';
import { installedHere } from './installedHere.ts';
import { startPostgres, type Postgres } from './postgres.ts';
import { startReplica, type Image, type Replica } from './replica.ts';

const repository = resolve(import.meta.dirname, '..');
const token = 'made-up-for-this-test-0123456789';
const secrets = ['made-up-git-token', 'made-up-webhook-secret'];
const environment = {
  PORTAL_URL: 'https://portal.contoso.example',
  POSTGRES_HOST: 'psql.contoso.example',
  POSTGRES_USER: 'uami-portal',
  AZURE_SUBSCRIPTION_ID: '33333333-3333-4333-8333-333333333333',
  ENTRA_GROUP_PREFIX: 'private-ai',
  CLUSTER_NAME: 'aks-contoso-koreacentral-01',
  GITHUB_TOKEN: secrets[0],
  GIT_WEBHOOK_SECRET: secrets[1],
};

// The image, built step by step, and two replicas of it on one database: started at once, on nothing.
describe('the portal as it runs in production', () => {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-production-'));
  let image: Image;
  let postgres: Postgres;
  let entra: Awaited<ReturnType<typeof startEntra>>;
  let replicas: Replica[] = [];
  let knex: Knex;

  before(
    async () => {
      chmodSync(folder, 0o755);
      mkdirSync(join(folder, 'image'));
      image = await buildImage(join(folder, 'image'), { instead: installedHere });
      postgres = await startPostgres();
      knex = createKnex({ client: 'pg', connection: { ...postgres, stop: undefined } as object });
      const key = join(folder, 'user-tokens.pem');
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
      chmodSync(key, 0o644);
      writeFileSync(join(folder, 'marker'), '');
      entra = await startEntra(join(folder, 'authorities.pem'));
      secrets.push(...entra.secrets);
      const ports = await freePorts(2);
      replicas = ports.map((port, index) => {
        const config = join(folder, `${index}.yaml`);
        // Where there is no Azure and no firewall around: the rest is app-config.production.yaml, word for word.
        const { host, user, password } = postgres;
        const connection = {
          type: 'default',
          host,
          port: postgres.port,
          user,
          password,
          ssl: false,
        };
        const keys = [{ keyId: 'test', privateKeyFile: key }];
        const here = {
          backend: {
            listen: `127.0.0.1:${port}`,
            lifecycle: { serverShutdownDelay: { seconds: 2 } },
            database: { connection },
            auth: {
              externalAccess: [{ type: 'static', options: { token, subject: 'the-test' } }],
            },
          },
          privateAi: { userTokens: { keys } },
        };
        writeFileSync(config, JSON.stringify(here));
        const own = join(folder, `replica${index}`);
        mkdirSync(own);
        return startReplica(image, {
          folder: own,
          args: ['--config', config],
          env: { ...environment, ...entra.env },
          port,
        });
      });
      await Promise.all(replicas.map(replica => replica.ready()));
    },
    { timeout: 60 * 60_000 },
  );
  after(async () => {
    await Promise.all(replicas.map(replica => replica.stop('SIGKILL')));
    await knex?.destroy();
    await postgres?.stop();
    await entra?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = (replica: Replica, path: string, body?: object, as: string | undefined = token) =>
    fetch(`${replica.address}${path}`, {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: {
        ...(as && { authorization: `Bearer ${as}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && JSON.stringify(body),
    });

  test('the image is nobody’s but root’s, which it does not run as, and the base is the Node that the tests run on', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));
    assert.equal(process.versions.node, devDependencies.node);
    assert.match(image.user, /^[1-9]\d*:[1-9]\d*$/);
    assert.equal(image.env.NODE_ENV, 'production');
    const written = execFileSync('find', [image.root, '-newer', join(folder, 'marker')]);
    assert.equal(String(written), '', 'it runs with a read-only file system');
    const left = execFileSync('find', [image.root, '-maxdepth', '2', '-name', '.npmrc']);
    assert.doesNotMatch(readFileSync(String(left).trim(), 'utf8'), /_auth|token/i);
  });

  test('the image says what is installed in it: all of it, and nothing else', () => {
    const read = (file: string) => JSON.parse(readFileSync(join(image.root, 'app', file), 'utf8'));
    const { bomFormat, components } = read('sbom.cdx.json') as {
      bomFormat: string;
      components: { 'bom-ref': string; purl: string; hashes?: object[] }[];
    };
    assert.equal(bomFormat, 'CycloneDX');
    const { packages } = read('node_modules/.package-lock.json') as {
      packages: Record<string, { name?: string; version: string; link?: boolean }>;
    };
    const names = Object.entries(packages).flatMap(([folder, { name: own, version, link }]) => {
      // A package may lie in a folder of another name.
      const [, name] = /.*node_modules\/(.+)$/.exec(folder) ?? [];
      if (link || !folder.includes('node_modules/')) return [];
      assert(existsSync(join(image.root, 'app', folder, 'package.json')), folder);
      return [`${own ?? name}@${version}`];
    });
    const foreign = components.filter(({ hashes }) => hashes);
    const listed = foreign.map(one => one['bom-ref']);
    assert(names.length > 500);
    assert.deepEqual([...new Set(listed)].sort(), [...new Set(names)].sort());
    for (const { purl } of foreign) assert.match(purl, /^pkg:npm\/[^?]+$/);
    // Production's only, and nothing of where it came from.
    assert(!listed.some(name => /^(jest|eslint|prettier|@backstage\/cli)@/.test(name)));
    assert.doesNotMatch(JSON.stringify(components), /"type":"distribution"/);
  });

  test('both are ready, and what a cluster asks is answered', async () => {
    for (const replica of replicas) {
      for (const probe of ['readiness', 'liveness']) {
        const answer = await ask(replica, `/.backstage/health/v1/${probe}`, undefined, '');
        assert.deepEqual([answer.status, await answer.json()], [200, { status: 'ok' }]);
      }
      // Like every other path it is the app's page, whatever state the backend is in: no probe.
      const page = await ask(replica, '/healthcheck', undefined, '');
      assert.equal(page.status, 200);
      assert.match(await page.text(), /<title>Private AI portal/);
      assert.match(page.headers.get('strict-transport-security') ?? '', /^max-age=\d{7,}/);
    }
  });

  test('the browser is told of this portal, and no secret', async () => {
    const page = await (await ask(replicas[0], '/', undefined, '')).text();
    const [, text] = /<script type="backstage.io\/config">([^]*?)<\/script>/.exec(page) ?? [];
    const [{ data }] = JSON.parse(text) as [{ data: Record<string, Record<string, unknown>> }];
    assert.equal(data.app.baseUrl, environment.PORTAL_URL);
    assert.equal(data.app.signIn, 'microsoft');
    assert.equal(data.permission.enabled, true);
    for (const secret of [...secrets, token]) assert(!page.includes(secret));
    const [, script] = /src="(\/static\/[^"]+\.js)"/.exec(page) ?? [];
    const loaded = await ask(replicas[1], script, undefined, '');
    assert.equal(loaded.status, 200);
    assert.match(loaded.headers.get('content-type') ?? '', /javascript/);
    // Node's own client says which it takes, as browsers do.
    assert.match(loaded.headers.get('content-encoding') ?? 'none', /^(br|gzip)$/);
  });

  test('sign-in is Microsoft’s, and nobody gets past it', async () => {
    const start = await ask(replicas[0], '/api/auth/microsoft/start?env=production', undefined, '');
    assert.equal(start.status, 302);
    const to = new URL(start.headers.get('location') ?? '');
    assert.equal(
      to.origin + to.pathname,
      `https://login.microsoftonline.com/${entra.env.AZURE_TENANT_ID}/oauth2/v2.0/authorize`,
    );
    assert.equal(
      to.searchParams.get('redirect_uri'),
      `${environment.PORTAL_URL}/api/auth/microsoft/handler/frame`,
    );
    const development = await ask(replicas[0], '/api/auth/development/refresh', undefined, '');
    assert.equal(development.status, 404);
    const entities = await ask(replicas[0], '/api/catalog/entities', undefined, '');
    assert.equal(entities.status, 401);
  });

  test('members of the named groups are people of the catalog, and sign in as themselves', async () => {
    const [ada, grace, gone, bookKeeper] = persons.map(({ mail }) => mail);
    const query = '/api/catalog/entities?filter=kind=user&filter=kind=group';
    const directory = async () =>
      (await (await ask(replicas[1], query)).json()) as {
        kind: string;
        metadata: { annotations: Record<string, string> };
        spec: { profile: { email?: string }; memberOf?: string[] };
      }[];
    let found = await directory();
    while (!found.some(({ kind }) => kind === 'User')) {
      await new Promise(done => setTimeout(done, 500));
      found = await directory();
    }
    const users = found.filter(({ kind }) => kind === 'User').map(({ spec }) => spec);
    assert.deepEqual(users.map(({ profile }) => profile.email).sort(), [ada, grace].sort());
    const team = `group:default/${groups[0].id}`;
    assert(users.find(({ profile }) => profile.email === ada)?.memberOf?.includes(team));
    assert(found.some(one => one.metadata.annotations['graph.microsoft.com/group-id']));

    const signIn = (mail: string) =>
      entra.signIn(mail, replicas[0].address, environment.PORTAL_URL);
    const { response, error } = await signIn(ada);
    assert(response, error?.message);
    const identity = response.backstageIdentity;
    assert.equal(identity.identity.userEntityRef, `user:default/${persons[0].id}`);
    const own = await ask(replicas[1], '/api/catalog/entities', undefined, identity.token);
    assert.equal(own.status, 200);
    for (const stranger of [gone, bookKeeper]) {
      const refused = await signIn(stranger);
      assert.equal(refused.response, undefined, stranger);
      assert(refused.error?.message);
    }
  });

  test('they share the database: every migration ran once, and what one writes the other reads', async () => {
    const { rows } = await knex.raw(
      `select datname from pg_database where datname like 'backstage_plugin_%'`,
    );
    const names = rows.map((row: { datname: string }) => row.datname);
    assert(
      names.includes('backstage_plugin_private-ai') && names.includes('backstage_plugin_catalog'),
    );
    const own = createKnex({
      client: 'pg',
      connection: {
        ...postgres,
        stop: undefined,
        database: 'backstage_plugin_private-ai',
      } as object,
    });
    try {
      const migrations = (await own('knex_migrations').pluck('name')) as string[];
      assert(migrations.length > 1);
      assert.equal(new Set(migrations).size, migrations.length);
    } finally {
      await own.destroy();
    }
    const [one, other] = replicas;
    const input = { entityRef: 'component:default/weather', landingZone: 'korea' };
    const started = await ask(one, '/api/private-ai/operations', { kind: 'retire', input });
    assert.equal(started.status, 201);
    const { id } = (await started.json()) as { id: string };
    const read = await ask(other, `/api/private-ai/operations/${id}`);
    assert.deepEqual(((await read.json()) as { input: object }).input, input);
  });

  test('one is told to go: it says that it is not ready, still answers, and goes; the other stays', async () => {
    const [one, other] = replicas;
    const going = one.stop();
    for (let status = 200; status !== 503;) {
      status = (await ask(one, '/.backstage/health/v1/readiness', undefined, '')).status;
    }
    assert.equal((await ask(one, '/', undefined, '')).status, 200);
    assert.equal(await going, 0);
    assert.equal((await ask(other, '/api/private-ai/landing-zones')).status, 200);
    const logs = [0, 1].map(index => readFileSync(join(folder, `replica${index}`, 'log'), 'utf8'));
    assert.match(logs.join(), /Reading msgraph users and groups/);
    for (const secret of [...secrets, token]) assert(!logs.join().includes(secret));
  });
});
