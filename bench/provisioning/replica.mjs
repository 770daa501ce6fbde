// The other side of replica.ts: starts it, asks it for operations, kills it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const transform = createRequire(import.meta.url).resolve('@backstage/cli/config/nodeTransform.cjs');
const program = join(import.meta.dirname, 'replica.ts');

/**
 * Starts a replica on a folder of its own. `settings` are those of replica.ts without `facts`. Each operation goes by a
 * `key`; `ended(key)` resolves with `{state, error, outputs, log, times, startedAt, endedAt}`.
 */
export async function startReplica(facts, settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-replica-'));
  const all = { leaseMs: 2000, pollMs: 100, ...settings, facts };
  writeFileSync(join(folder, 'replica.json'), JSON.stringify(all));
  /** By key: whoever waits for its end, or for its being kept. */
  const waiting = { ended: new Map(), kept: new Map() };
  let child;
  let closed;
  let said = '';
  let killed = false;

  const told = (what, key, value) => {
    waiting[what].get(key)?.resolve(value);
    waiting[what].delete(key);
  };
  const until = (what, key) => {
    const waits = waiting[what].get(key) ?? Promise.withResolvers();
    waiting[what].set(key, waits);
    return waits.promise;
  };
  const ask = request => child.stdin.write(`${JSON.stringify(request)}\n`);

  async function start() {
    killed = false;
    child = spawn(process.execPath, ['--require', transform, program, folder], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: facts.caFile },
    });
    child.stdin.on('error', () => {});
    child.stderr.on('data', part => (said = (said + part).slice(-8000)));
    closed = once(child, 'close');
    const ready = Promise.withResolvers();
    createInterface(child.stdout).on('line', line => {
      const { ready: is, kept, ended } = JSON.parse(line);
      if (is) ready.resolve();
      if (kept) told('kept', kept);
      if (ended) told('ended', ended.key, ended);
    });
    void closed.then(([code]) => {
      const why = new Error(`The replica ended with ${code}: ${said}`);
      ready.reject(why);
      if (killed) return;
      for (const all of Object.values(waiting)) for (const one of all.values()) one.reject(why);
    });
    await ready.promise;
  }
  await start();

  return {
    get pid() {
      return child.pid;
    },
    said: () => said,
    start(key, kind, input, by) {
      ask({ do: 'start', key, kind, input, by });
    },
    provision(key, app, by) {
      ask({ do: 'start', key, kind: 'provision', input: { app }, by });
      return until('ended', key);
    },
    retire(key, { entityRef, landingZone }, by) {
      ask({ do: 'start', key, kind: 'retire', input: { entityRef, landingZone }, by });
      return until('ended', key);
    },
    resume(key) {
      ask({ do: 'resume', key });
      return until('ended', key);
    },
    cancel: key => ask({ do: 'cancel', key }),
    ended: key => until('ended', key),
    /** From then on no death of the process loses it. */
    kept: key => until('kept', key),
    /** As the kernel or a node's loss ends it: at once, in the midst of whatever it does. */
    async kill() {
      killed = true;
      child.kill('SIGKILL');
      await closed;
    },
    /** Goes on with what the killed one left. */
    startAgain: start,
    async stop() {
      killed = true;
      child.stdin.end();
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the form would ask for. */
export function appNamed(name, change = {}) {
  return {
    name,
    entityRef: `component:default/${name}`,
    owner: 'group:default/bench',
    landingZone: 'korea',
    model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 1 },
    runtime: 'typescript',
    instructions: 'Help.',
    templateVersion: '1',
    ...change,
  };
}
