// Many applications at once by one process, in a sandbox that throttles as Azure does, and what that needs at the least.
import { readFileSync } from 'node:fs';
import { armAt } from './arm.mjs';
import { lookAt, wrongIn } from './expected.mjs';
import { appNamed, startReplica } from './replica.mjs';
import { startSandbox } from './sandbox.mjs';

/** A fiftieth of Azure's times, so that its buckets and not the operations' length bound a run. */
const short = 0.02;

async function inSandbox(apps, scale, work) {
  const sandbox = await startSandbox();
  try {
    await sandbox.admin.timing({ scale });
    await sandbox.admin.quota({ 'OpenAI.GlobalStandard.gpt-5.2': 100_000 });
    return await work(sandbox);
  } finally {
    await sandbox.stop();
  }
}

const production = { leaseMs: 6_000, pollMs: 500 };
const kindOf = ({ method }) =>
  method === 'GET' ? 'reads' : method === 'DELETE' ? 'deletes' : 'writes';
const isPoll = ({ path }) => /\/operation\w*\/[^/]+$/i.test(path);

/**
 * What so many applications need of Azure at the least: the calls of one alone, in a process that knows the landing zone
 * already, as often as there are applications; once those for the landing zone. A poll is not needed, nor is a second look
 * that sees the same. `seconds`: what the bucket of a kind allows them in.
 */
export function needed(apps) {
  return inSandbox(2, short, async sandbox => {
    const replica = await startReplica(sandbox.facts, production);
    try {
      const first = await callsOf(sandbox, () => alone(replica, 'first'));
      const second = await callsOf(sandbox, () => alone(replica, 'second'));
      const { enabled: _, ...buckets } = await sandbox.admin.throttle();
      const kinds = Object.entries(buckets).map(([kind, { burst, perSecond }]) => {
        const each = second[kind] ?? 0;
        const shared = (first[kind] ?? 0) - each;
        const all = shared + apps * each;
        const seconds = Math.max(0, (all - burst) / perSecond);
        return [kind, { each, shared, all, burst, perSecond, seconds }];
      });
      const seconds = Math.max(...kinds.map(([, { seconds: one }]) => one));
      return { kinds: Object.fromEntries(kinds), seconds };
    } finally {
      await replica.stop();
    }
  });
}

async function alone(replica, name) {
  const { state, error } = await replica.provision(name, appNamed(name));
  if (state !== 'succeeded') throw new Error(`${name} ended ${state}: ${error?.message}`);
}

/** Different calls by kind. */
async function callsOf(sandbox, work) {
  await sandbox.admin.forgetCalls();
  await work();
  const calls = (await sandbox.admin.calls()).filter(call => !isPoll(call) && call.status !== 400);
  const counts = {};
  for (const key of new Set(calls.map(one => `${kindOf(one)} ${one.path} ${one.status}`))) {
    const [kind] = key.split(' ');
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/**
 * Provisions applications, all asked for at the same moment by twenty people. Ends after `withinMs` at the latest.
 * @param settings of the replica, e.g. `{unpaced: true}`
 */
export function fleet(apps, { withinMs = 10 * 60_000, settings = {}, scale = short } = {}) {
  return inSandbox(apps, scale, async sandbox => {
    const arm = await armAt(sandbox.facts);
    const before = await lookAt(sandbox, arm);
    const replica = await startReplica(sandbox.facts, { ...production, ...settings });
    try {
      const names = Array.from({ length: apps }, (_, index) => `fleet${index + 1}`);
      const idleMegabytes = megabytes(replica.pid, 'VmRSS');
      await sandbox.admin.throttle({ enabled: true });
      await sandbox.admin.forgetCalls();
      const since = Date.now();
      const ends = names.map(async (name, index) => {
        const ended = await replica.provision(name, appNamed(name), `user:default/${index % 20}`);
        return { ...ended, seconds: (Date.now() - since) / 1000 };
      });
      const late = new Promise(resolve => setTimeout(resolve, withinMs).unref());
      const ended = (await Promise.all(ends.map(end => Promise.race([end, late])))).filter(Boolean);
      const seconds = (Date.now() - since) / 1000;
      const calls = await sandbox.admin.calls();
      const memory = megabytes(replica.pid, 'VmHWM');
      const wrong = wrongIn(await lookAt(sandbox, arm), before, names.map(named), facts(sandbox));
      return {
        seconds,
        ends: ended.map(one => one.seconds).sort((a, b) => a - b),
        converged: ended.filter(({ state }) => state === 'succeeded').length,
        wrong: [...wrong].map(([name, sentences]) => `${name}: ${sentences.join('; ')}`),
        failures: ended.flatMap(({ error }) => (error ? [error.message] : [])),
        calls: calls.length,
        throttled: calls.filter(({ status }) => status === 429).length,
        polls: calls.filter(isPoll).length,
        silence: Math.max(...ended.map(({ times }) => longestSilence(since, times))),
        megabytes: memory,
        idleMegabytes,
      };
    } finally {
      await replica.stop();
      arm.close();
    }
  });
}

const named = name => ({ name });
const facts = sandbox => sandbox.facts.subscriptionId;

/** Seconds without a line in an operation's log, from when it was asked for. */
function longestSilence(since, times) {
  const at = [since, ...times.map(time => Date.parse(time))];
  return Math.max(...at.slice(1).map((moment, index) => moment - at[index])) / 1000;
}

/** As the kernel counts a process: `VmRSS` is resident now, `VmHWM` the most that ever was. */
function megabytes(pid, what) {
  const [, kilobytes] = new RegExp(`${what}:\\s+(\\d+) kB`).exec(
    readFileSync(`/proc/${pid}/status`, 'utf8'),
  );
  return Math.round(kilobytes / 1024);
}
