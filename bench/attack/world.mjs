// A portal in front of the sandbox with two teams' applications in it, and everything that a person, an agent, a repository
// or a stranger can ask of it.
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startPortal, webhookSecret } from '../../scripts/portal.mjs';
import { plainGit } from '../../testing/thisMachine.ts';

const run = promisify(execFile);
const files = join(import.meta.dirname, 'repository');
const people = { dev: 'developer', other: 'colleague', eng: 'platform-engineer' };
const model = { name: 'gpt-4.1-mini', version: '2025-04-14', sku: 'Standard', capacity: 1 };

/** An answer of the portal: `status`, `text`, `body` where it is JSON, `ms` that it took. */
async function answered(response, since) {
  const text = await response.text();
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    // It is no JSON.
  }
  return { status: response.status, text, body, headers: response.headers, ms: Date.now() - since };
}

/** A portal in front of the sandbox, with applications of two teams whose agents and repositories are the attacker's. */
export async function startWorld() {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-attack-'));
  const [frontendPort, backendPort] = await freePorts();
  const state = join(folder, 'state');
  const portal = await startPortal({
    ...{ frontendPort, backendPort, sandboxPort: 0, state, pages: 'none' },
  });
  const world = Object.assign(worldOf({ ...portal, state }), {
    mine: 'weather',
    theirs: 'payroll',
  });
  return Object.assign(world, withRepositories(world, folder), {
    async stop() {
      await portal.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

/** What can be asked of a portal in front of the sandbox. @param portal - also its `state` folder */
export function worldOf(portal) {
  const { backend, facts, state } = portal;
  const ca = readFileSync(facts.caFile);
  const tokens = {};

  async function tokenOf(person) {
    const known = tokens[person];
    if (known && known.until > Date.now()) return known.token;
    const headers = {
      ...{ 'x-development-user': people[person], 'x-requested-with': 'XMLHttpRequest' },
    };
    let token;
    // Until the catalog has taken the people up.
    while (!token) {
      const answer = await fetch(`${backend}/api/auth/development/refresh`, { headers });
      token = (await answer.json()).backstageIdentity?.token;
      if (!token) await pause(300);
    }
    tokens[person] = { token, until: Date.now() + 20 * 60_000 };
    return token;
  }

  /** Opens a request to the portal as a person, or as nobody. */
  async function open(person, path, { method, body, raw, headers, signal } = {}) {
    const signIn = people[person] ? { authorization: `Bearer ${await tokenOf(person)}` } : {};
    return fetch(`${backend}/api/${path.replace(/^\//, 'private-ai/')}`, {
      method: method ?? (body === undefined && raw === undefined ? 'GET' : 'POST'),
      headers: {
        ...signIn,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal,
      redirect: 'manual',
    });
  }
  const ask = async (person, path, init) => {
    const since = Date.now();
    return answered(await open(person, path, init), since);
  };

  /** A request to one of the sandbox's rooms. */
  const outside = (url, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const by = new URL(url).protocol === 'http:' ? http : https;
      const request = by.request(url, { method, headers, ca }, answer => {
        let text = '';
        answer.on('data', part => (text += part));
        answer.on('end', () => resolve({ status: answer.statusCode, text }));
      });
      request.on('error', reject).end(body);
    });

  async function ended(person, id) {
    for (;;) {
      const { body, text } = await ask(person, `/operations/${id}`);
      if (!body?.state) throw new Error(`The operation ${id} cannot be followed: ${text}`);
      if (/^(succeeded|failed|cancelled)$/.test(body.state)) return body;
      await pause(300);
    }
  }

  const request = (name, owner) => ({
    ...{ name, entityRef: `component:default/${name}`, owner, landingZone: 'korea', model },
    ...{ runtime: 'typescript', instructions: 'Be brief.', templateVersion: '0.2.0' },
  });

  /** An application of a person's team, made as far as it goes without a release. */
  const provisioned = async (name, person, owner) => {
    const body = { kind: 'provision', input: { app: request(name, owner) } };
    return succeeded(person, await ask(person, '/operations', { body }));
  };

  async function succeeded(person, started) {
    if (started.status !== 201) throw new Error(`It is not started: ${started.text}`);
    const operation = await ended(person, started.body.id);
    if (operation.state === 'succeeded') return operation;
    throw new Error(`The ${operation.kind} ended ${operation.state}: ${operation.error?.message}`);
  }

  /** One question to the agent of an application, followed to its end. */
  async function question(message, { person = 'dev', app = 'weather', ...more } = {}) {
    return ask(person, `/apps/component/default/${app}/runs`, { body: { message, ...more } });
  }

  const signed = (body, secret = webhookSecret(state)) => ({
    'x-gitea-event': 'push',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  });

  /** Where a text lies among the portal's logs and databases; with `chats` also where agents' words to their own readers lie. */
  const everywhere = async (text, chats = false) =>
    [portal.logs, join(state, 'portal')]
      .flatMap(place => readdirSync(place, { recursive: true, withFileTypes: true }))
      .filter(entry => entry.isFile() && entry.name !== 'sandbox.log')
      .filter(({ name }) => chats || !name.startsWith('private-ai.sqlite'))
      .filter(({ parentPath, name }) => readFileSync(join(parentPath, name)).includes(text))
      .map(({ name }) => name);

  return {
    ...{ portal, backend, facts, ask, open, outside, ended, request, question },
    ...{ everywhere, signed, tokenOf, provisioned, succeeded },
    /** What a delivery of a push to an application's repository says. */
    delivery: (app, after, changes = {}) =>
      JSON.stringify({
        ...{ ref: 'refs/heads/main', before: '0'.repeat(39) + '1', after },
        repository: { default_branch: 'main', html_url: `${facts.git}/apps/${app}` },
        ...changes,
      }),
  };
}

/** Repositories of the attacker's, and applications made from them. @param folder - where they are cloned */
function withRepositories({ ask, facts, outside, provisioned, succeeded }, folder) {
  async function git(...args) {
    const env = { ...process.env, ...plainGit, GIT_SSL_CAINFO: facts.caFile };
    const who = ['-c', 'user.name=Developer', '-c', 'user.email=developer@contoso.example'];
    return (await run('git', [...who, ...args], { env })).stdout.trim();
  }
  const basic = `Basic ${Buffer.from(`${facts.gitUser}:${facts.gitPassword}`).toString('base64')}`;

  /** A repository at the git host, with the attacker's agent in it. */
  async function repository(name, owner) {
    const made = await outside(`${facts.git}/api/v1/orgs/apps/repos`, {
      method: 'POST',
      headers: { authorization: basic, 'content-type': 'application/json' },
      body: JSON.stringify({ name, private: false }),
    });
    if (made.status !== 201) throw new Error(`The repository ${name}: ${made.text}`);
    const clone = join(folder, name);
    const url = new URL(`${facts.git}/apps/${name}.git`);
    Object.assign(url, { username: facts.gitUser, password: facts.gitPassword });
    await git('clone', '--quiet', String(url), clone);
    await git('-C', clone, 'checkout', '--quiet', '-B', 'main');
    cpSync(files, clone, { recursive: true });
    for (const path of [
      ...['catalog-info.yaml', 'manifests/deployment.yaml', 'manifests/service.yaml'],
    ]) {
      const file = join(clone, path);
      const text = readFileSync(file, 'utf8').replaceAll('APP', name).replace('OWNER', owner);
      writeFileSync(file, text);
    }
    const push = async (message, branch = 'main') => {
      await git('-C', clone, 'add', '--all');
      await git('-C', clone, 'commit', '--quiet', '--message', message);
      await git('-C', clone, 'push', '--quiet', 'origin', `HEAD:${branch}`);
      return git('-C', clone, 'rev-parse', 'HEAD');
    };
    await push('First');
    return {
      clone,
      git: (...args) => git('-C', clone, ...args),
      push,
      /** A commit with other files, which is taken back once it was tried. */
      async tried(changes, attempt, branch) {
        for (const [path, text] of Object.entries(changes)) {
          const file = join(clone, path);
          mkdirSync(dirname(file), { recursive: true });
          if (typeof text === 'function') text(file);
          else writeFileSync(file, text);
        }
        const commit = await push('A change', branch);
        try {
          return await attempt(commit);
        } finally {
          await git('-C', clone, 'reset', '--quiet', '--hard', 'HEAD~1');
          if (!branch) await git('-C', clone, 'push', '--quiet', '--force', 'origin', 'HEAD:main');
        }
      },
      read: path => readFileSync(join(clone, path), 'utf8'),
    };
  }

  /** An application of a person's team, made and running. */
  async function make(name, person, owner) {
    const source = await repository(name, owner);
    const target = `${facts.git}/apps/${name}/src/branch/main/catalog-info.yaml`;
    const located = await ask(person, 'catalog/locations', { body: { type: 'url', target } });
    if (located.status !== 201) throw new Error(`${name} is not registered: ${located.text}`);
    await provisioned(name, person, owner);
    while ((await ask(person, `catalog/entities/by-name/component/default/${name}`)).status !== 200)
      await pause(300);
    await succeeded(
      person,
      await ask(person, `/apps/component/default/${name}/releases`, { body: {} }),
    );
    return source;
  }

  return { repository, make };
}

/** Two ports that nobody listens on. */
async function freePorts() {
  const servers = [createServer(), createServer()];
  await Promise.all(
    servers.map(server => new Promise(done => server.listen(0, '127.0.0.1', done))),
  );
  const ports = servers.map(server => server.address().port);
  await Promise.all(servers.map(server => new Promise(done => server.close(done))));
  return ports;
}
