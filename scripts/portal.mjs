// The sandbox and the portal on this machine: what `npm start`, the e2e tests and the benchmark start.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { requirePages } from './pages.mjs';
import { end, ended, lastLines, startLogged } from './processes.mjs';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Fails with one sentence when a port is taken. */
export async function requireFreePort(port, what, option) {
  for (const host of ['127.0.0.1', '::']) {
    const server = createServer();
    const taken = await new Promise(done => {
      server.once('error', error => done(error.code === 'EADDRINUSE'));
      server.listen(port, host, () => server.close(() => done(false)));
    });
    if (taken) {
      throw new Error(
        `Port ${port} for ${what} is in use: end what holds it, or choose another with ${option}.`,
      );
    }
  }
}

/** Starts the sandbox and reads its line of JSON. */
export async function startSandbox({ port, state, logs, env = process.env }) {
  const args = [
    'packages/sandbox/src/main.ts',
    '--port',
    String(port),
    '--state',
    state,
    '--with-parent',
  ];
  const child = startLogged(process.execPath, args, {
    cwd: root,
    env,
    log: join(logs, 'sandbox.log'),
    stdin: 'pipe',
    stdout: 'pipe',
  });
  const line = await Promise.race([
    once(createInterface(child.stdout), 'line').then(([text]) => text),
    once(child, 'exit').then(() => undefined),
  ]);
  if (line === undefined) throw new Error(lastLines(child.log, 3));
  child.stdout.resume();
  return { child, facts: JSON.parse(line) };
}

/** The key that the portal signs with who asks an agent: made at the first start, and kept with the state. */
export function userTokenKey(state) {
  const file = join(state, 'portal-user-tokens.pem');
  if (existsSync(file)) return file;
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  writeFileSync(file, privateKey, { mode: 0o600 });
  return file;
}

/** What the git host signs its webhooks with: made at the first start, and kept with the state. */
export function webhookSecret(state) {
  const file = join(state, 'portal-webhook-secret');
  if (!existsSync(file))
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** What the portal's configuration takes from the environment; app-config.yaml names each. */
export function portalEnvironment(facts, { frontendPort, backendPort, state }) {
  return {
    ...process.env,
    BROWSER: 'none',
    NODE_EXTRA_CA_CERTS: facts.caFile,
    NODE_OPTIONS: '',
    PORTAL_FRONTEND_PORT: String(frontendPort),
    PORTAL_BACKEND_PORT: String(backendPort),
    PORTAL_DATABASE: join(state, 'portal'),
    PORTAL_USER_TOKEN_KEY: userTokenKey(state),
    PORTAL_WEBHOOK_SECRET: webhookSecret(state),
    SANDBOX_RESOURCE_MANAGER: facts.resourceManager,
    SANDBOX_TENANT_ID: facts.tenantId,
    SANDBOX_SUBSCRIPTION_ID: facts.subscriptionId,
    SANDBOX_CLIENT_ID: facts.clientId,
    SANDBOX_CLIENT_SECRET: facts.clientSecret,
    SANDBOX_REGISTRY: facts.registry,
    SANDBOX_MODEL: facts.model,
    SANDBOX_KUBERNETES: facts.kubernetes,
    SANDBOX_KUBERNETES_TOKEN: facts.kubernetesViewerToken,
    SANDBOX_GIT: facts.git,
    SANDBOX_GIT_HOST: new URL(facts.git).host,
    SANDBOX_GIT_USER: facts.gitUser,
    SANDBOX_GIT_PASSWORD: facts.gitPassword,
    SANDBOX_PROMETHEUS: facts.prometheus ?? 'http://127.0.0.1:9',
    SANDBOX_PYTHON_PROBLEM: facts.pythonProblem,
  };
}

/**
 * Starts everything and waits until the portal answers. With `inspectPort` a debugger may attach to the backend there. `pages` are
 * `built` as in production, and served by the backend, all on `frontendPort`; or `developed`, by a server of their own that takes each
 * change over at once; or `none`, and the API alone answers.
 * @returns an object with `address`, `facts` of the sandbox, `processes`, `restartBackend()`, `stop()` and `failed`,
 *   a promise that rejects when a process ends by itself.
 */
export async function startPortal({
  frontendPort,
  backendPort,
  sandboxPort,
  state,
  inspectPort = undefined,
  pages = 'built',
  say = () => {},
}) {
  state = resolve(root, state);
  if (pages === 'built') backendPort = frontendPort;
  await requireFreePort(frontendPort, 'the portal', '--frontend-port');
  if (backendPort !== frontendPort)
    await requireFreePort(backendPort, "the portal's backend", '--backend-port');
  if (inspectPort) await requireFreePort(inspectPort, 'the debugger', '--inspect-port');
  const logs = `${state}.logs`;
  mkdirSync(logs, { recursive: true });
  const processes = {};
  const given = new AbortController();
  let building;
  const stop = async () => {
    given.abort(new Error('The portal was stopped before its pages were built.'));
    await building?.catch(() => undefined);
    await Promise.all([end(processes.frontend), end(processes.backend)]);
    await end(processes.sandbox);
  };
  const cli = join(root, 'node_modules/.bin/backstage-cli');
  const start = (name, env) => {
    const inspect = name === 'backend' && inspectPort ? [`--inspect=127.0.0.1:${inspectPort}`] : [];
    const args = ['package', 'start', '--config', join(root, 'app-config.yaml'), ...inspect];
    return startLogged(cli, args, {
      cwd: join(root, 'packages', name === 'frontend' ? 'app' : 'backend'),
      env,
      log: join(logs, `${name}.log`),
    });
  };
  const note = () =>
    writeFileSync(
      join(logs, 'processes.json'),
      JSON.stringify(
        Object.fromEntries(Object.entries(processes).map(([name, { pid }]) => [name, pid])),
      ),
    );
  try {
    say('Starting the sandbox…');
    if (pages === 'built') {
      const log = join(logs, 'frontend.log');
      building = requirePages({ root, log, say, signal: given.signal });
      // It is told below, also where it fails before the sandbox answers.
      building.catch(() => undefined);
    }
    const { child, facts } = await startSandbox({ port: sandboxPort, state, logs });
    processes.sandbox = child;
    await building;
    const env = portalEnvironment(facts, { frontendPort, backendPort, state });
    say(`Starting the portal… (logs in ${logs})`);
    processes.backend = start('backend', env);
    if (pages === 'developed') processes.frontend = start('frontend', env);
    note();
    const address = `http://localhost:${frontendPort}`;
    const backend = `http://localhost:${backendPort}`;
    const backendReady = () =>
      answers(`${backend}/.backstage/health/v1/readiness`, processes.backend, 'The backend');
    await Promise.all([
      backendReady(),
      pages === 'developed' && answers(address, processes.frontend, 'The frontend'),
    ]);
    const restartBackend = async () => {
      await end(processes.backend, 0);
      processes.backend = start('backend', env);
      note();
      await backendReady();
    };
    return { address, backend, facts, processes, logs, restartBackend, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until a URL answers 200; fails when its process ends first, with the end of its log. */
async function answers(url, child, what) {
  for (;;) {
    if (ended(child)) throw new Error(`${what} ended before it answered:\n${lastLines(child.log)}`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(120_000) }).catch(
      () => undefined,
    );
    await answer?.text();
    if (answer?.ok) return;
    await new Promise(done => setTimeout(done, 200));
  }
}
