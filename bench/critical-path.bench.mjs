// Seconds of one provision over its longest dependent path, at Azure's own pace as far as recordings say it
// (`npm run bench -- critical-path 0.5` halves every operation). The path is what the sandbox says that each operation
// took, by its own clock, summed along what depends on what; it holds neither polls nor reads. Beside it the same engine
// with one resource at a time, and the azurerm provider, each in a sandbox of its own.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { outsideTruth } from '../testing/outsideTruth.ts';
import { resources } from './provisioning/calls.mjs';
import { appNamed, startReplica } from './provisioning/replica.mjs';
import { startSandbox } from './provisioning/sandbox.mjs';

const transform = createRequire(import.meta.url).resolve('@backstage/cli/config/nodeTransform.cjs');
const tofu = outsideTruth('envtest/tofu.mjs');
const app = appNamed('path');
/** Of each answer of Azure: what a region's distance costs. */
const latencyMs = 100;

export default async function criticalPath([scale = '1'] = []) {
  if (tofu.skip) console.error(`NOT RUN: azurerm. It ${tofu.skip}.`);
  const at = work => inSandbox(Number(scale), work);
  const ours = await at(byThePortal);
  // Alone before, side by side now: these two only have to be shown to take longer.
  const [sequence, azurerm] = await Promise.all([
    at(sandbox => otherWay(sandbox, 'sequence')),
    tofu.skip ? undefined : at(sandbox => otherWay(sandbox, 'azurerm')),
  ]);

  const { path } = ours;
  const least = path.reduce((sum, { seconds }) => sum + seconds, 0);
  const row = one => ({
    seconds: rounded(one.seconds, 1),
    'times the path': rounded(one.seconds / least, 3),
    ...(one.calls && { reads: one.calls.reads, writes: one.calls.writes }),
  });
  return {
    table: {
      ...Object.fromEntries(path.map(({ id, seconds }) => [id, { seconds: rounded(seconds, 1) }])),
      'the path': row({ seconds: least }),
      'one provision': row(ours),
      ...Object.fromEntries(
        Object.entries(ours.beyond).map(([what, seconds]) => [
          `  ${what}`,
          { seconds: rounded(seconds, 1) },
        ]),
      ),
      'one at a time': row(sequence),
      'azurerm, without linker and cluster': azurerm ? row(azurerm) : { seconds: 'not run' },
    },
    result: {
      ratio: rounded(ours.seconds / least, 3),
      sequentialRatio: rounded(sequence.seconds / least, 3),
      azurermRatio: azurerm && rounded(azurerm.seconds / least, 3),
    },
  };
}

async function inSandbox(scale, work) {
  const sandbox = await startSandbox();
  try {
    await sandbox.admin.timing({ scale, latencyMs });
    return await work(sandbox);
  } finally {
    await sandbox.stop();
  }
}

/** By a process with engine and store, as a replica of the portal runs it; nothing is warm. */
async function byThePortal(sandbox) {
  const { graph } = await ask(sandbox, 'graph');
  const replica = await startReplica(sandbox.facts, { leaseMs: 6_000, pollMs: 500 });
  try {
    await sandbox.admin.forgetCalls();
    const since = Date.now();
    const { state, error } = await replica.provision('path', app);
    const seconds = (Date.now() - since) / 1000;
    if (state !== 'succeeded') throw new Error(`It ended ${state}: ${error?.message}`);
    const calls = await sandbox.admin.calls();
    const operations = await sandbox.admin.operations();
    const path = longest(graph, tookOf(calls, operations));
    return { seconds, calls: counted(calls), path, beyond: beyond(since, calls, operations) };
  } finally {
    await replica.stop();
  }
}

/** Seconds that are known to lie between the operations of the path. */
function beyond(since, calls, operations) {
  const puts = calls.filter(({ method }) => method === 'PUT');
  const endpoint = puts.filter(({ path }) => idOf(path) === 'private-endpoint');
  const account = operations.find(({ resourceId }) => idOf(resourceId) === 'foundry-account');
  return {
    'until the first write': (Date.parse(puts[0].at) - since) / 1000,
    'from the account’s end until Azure takes an endpoint':
      (Date.parse(endpoint.at(-1).at) - Date.parse(account.endTime)) / 1000,
  };
}

async function otherWay(sandbox, way) {
  await sandbox.admin.forgetCalls();
  const { seconds } = await ask(sandbox, way);
  return { seconds, calls: counted(await sandbox.admin.calls()) };
}

/** Runs otherWays.ts in a process of its own. */
async function ask({ facts }, way) {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-path-'));
  const file = join(folder, 'asked.json');
  writeFileSync(file, JSON.stringify({ facts, app }), { mode: 0o600 });
  try {
    const program = join(import.meta.dirname, 'provisioning/otherWays.ts');
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--require', transform, program, file, way],
      { env: { ...process.env, NODE_OPTIONS: '', NODE_EXTRA_CA_CERTS: facts.caFile } },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Seconds by resource, as the sandbox counts them: of the operation that a write began, or of the call that did all of it.
 * What lies in the cluster takes no time here.
 */
function tookOf(calls, operations) {
  const took = new Map();
  for (const { method, path, status, ms } of calls)
    if (method === 'PUT' && status < 300) took.set(idOf(path), ms / 1000);
  for (const { kind, resourceId, startTime, endTime } of operations)
    if (kind === 'write' && endTime && resourceId.includes(app.name))
      took.set(idOf(resourceId), (Date.parse(endTime) - Date.parse(startTime)) / 1000);
  return took;
}

const idOf = path => resources[path.split('/').at(-2)];

/** The dependent path that takes longest. */
function longest(graph, took) {
  const byId = new Map(graph.map(one => [one.id, one]));
  const known = new Map();
  const lengthOf = path => path.reduce((sum, { seconds }) => sum + seconds, 0);
  const longer = (one, other) => (lengthOf(other) > lengthOf(one) ? other : one);
  const to = id => {
    if (!known.has(id)) {
      const before = byId.get(id).dependsOn.map(to).reduce(longer, []);
      known.set(id, [...before, { id, seconds: took.get(id) ?? 0 }]);
    }
    return known.get(id);
  };
  return graph.map(({ id }) => to(id)).reduce(longer, []);
}

const counted = calls => ({
  reads: calls.filter(({ method }) => method === 'GET').length,
  writes: calls.filter(({ method }) => method !== 'GET').length,
});
const rounded = (value, digits) => +value.toFixed(digits);
