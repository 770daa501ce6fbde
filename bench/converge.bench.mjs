// A finished application provisioned again writes nothing; and kill -9 at random instants of a run loses and doubles
// nothing. The instants are the same in every run for the same seed: `npm run bench -- converge [seed] [kills]`.
import { idsOf, lookAt, wrongIn } from './provisioning/expected.mjs';
import { appNamed, startReplica } from './provisioning/replica.mjs';
import { startWorld } from './provisioning/world.mjs';

const kills = 50;
/** Replicas that are killed side by side, each on its own store. */
const lanes = 5;
/** Azure's minute takes 1.2 s, so that most of a run is waiting, as in Azure. */
const scale = 0.02;

export default async function converge([seed = '1', count = kills]) {
  const world = await startWorld();
  await world.sandbox.admin.timing({ scale });
  try {
    const { first, second } = await twice(world);
    const { killed, uncut } = await killAll(world, +count, seeded(Number(seed)));
    const again = await all(world, killed);
    const whole = Array.from({ length: lanes }, (_, lane) => `whole-${lane}`);
    const names = ['steady', ...whole, ...uncut, ...killed.map(({ name }) => name)];
    const { subscriptionId } = world.sandbox.facts;
    const wrong = wrongIn(
      await lookAt(world.sandbox, world.arm),
      world.before,
      names.map(name => ({ name })),
      subscriptionId,
    );
    for (const [name, problems] of wrong) console.log(`wrong: ${name}: ${problems.join('; ')}`);
    for (const { name, end } of killed.filter(({ end: { state } }) => state !== 'succeeded'))
      console.log(
        `wrong: ${name} ended ${end.state}: ${end.error?.message}\n${end.log?.join('\n')}`,
      );
    const lost = new Set(wrong.keys());
    for (const { name, end } of killed) if (end.state !== 'succeeded') lost.add(name);
    return {
      table: {
        'writes of a first run': { is: first.writes },
        'its seconds': { is: first.seconds },
        'writes of a second run': { is: second.writes },
        'seconds of a second run': { is: second.seconds },
        kills: { is: killed.filter(({ cutOff }) => cutOff).length },
        'before the first write': { is: killed.filter(({ puts }) => puts === 0).length },
        'with an operation under way in Azure': {
          is: killed.filter(({ open }) => open > 0).length,
        },
        'written again, unchanged': { is: killed.reduce((sum, one) => sum + one.rewritten, 0) },
        'writes of a run after all that': { is: again },
        'seconds from a replica’s start to the end, at most': {
          is: Math.max(...killed.map(one => one.seconds)),
        },
      },
      result: {
        firstWrites: first.writes,
        secondWrites: second.writes + again,
        secondSeconds: second.seconds,
        kills: killed.filter(({ cutOff }) => cutOff).length,
        doubled: killed.reduce((sum, one) => sum + one.doubled, 0),
        lost: lost.size,
      },
    };
  } finally {
    await world.stop();
  }
}

/** One application, provisioned and provisioned again. */
async function twice({ sandbox }) {
  const replica = await startReplica(sandbox.facts);
  const run = async key => {
    await sandbox.admin.forgetCalls();
    const { state, error, startedAt, endedAt, log } = await replica.provision(
      key,
      appNamed('steady'),
    );
    if (state !== 'succeeded') throw new Error(`Undisturbed, it failed: ${error.message}`);
    const writes = Math.max(writesIn(await sandbox.admin.calls()).length, writtenIn(log));
    return { writes, seconds: secondsFrom(startedAt, endedAt) };
  };
  const first = await run('first');
  const second = await run('second');
  await replica.stop();
  return { first, second };
}

/** Each application's run is cut off once, at an instant of its own somewhere between its beginning and its end. */
async function killAll(world, count, random) {
  const { admin, facts } = world.sandbox;
  // One in each part of the run.
  const apps = Array.from({ length: count }, (_, at) => ({
    name: `k${String(at).padStart(3, '0')}`,
    share: (at + random()) / count,
  }));
  const uncut = [];
  await admin.forgetCalls();
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const replica = await startReplica(facts);
      // How long a run is beside the others that are killed.
      const whole = await replica.provision(`whole-${lane}`, appNamed(`whole-${lane}`));
      let length = secondsFrom(whole.startedAt, whole.endedAt) * 1000;
      for (const app of apps.filter((_app, at) => at % lanes === lane)) {
        let ended;
        for (let again = 0; !app.cutOff; again += 1) {
          if (again) app.name = `${app.name}x`;
          const began = Date.now();
          ended = replica.provision(app.name, appNamed(app.name));
          await replica.kept(app.name);
          const instant = new Promise(resolve => setTimeout(resolve, app.share * length, 'now'));
          app.cutOff = (await Promise.race([instant, ended])) === 'now';
          // It was over before its instant: another one, whose run is not expected to be longer.
          if (!app.cutOff) uncut.push(app.name);
          if (!app.cutOff) length = Date.now() - began;
        }
        await replica.kill();
        const at = Date.now();
        Object.assign(app, heldBy(app, await admin.calls(), facts), {
          open: (await ownResources(app, world)).filter(isOpen).length,
        });
        await replica.startAgain();
        app.end = await ended;
        app.seconds = +((Date.now() - at) / 1000).toFixed(1);
      }
      await replica.stop();
    }),
  );
  const calls = await admin.calls();
  for (const app of apps) {
    // One that Azure refused in passing was none.
    const own = writesIn(calls).filter(
      call => isOf(app, call.path, facts) && (call.status ?? 0) < 400,
    );
    const made = own.filter(({ path, status }) => status === 201 && !alwaysCreated.test(path));
    app.doubled = repeated(made);
    app.rewritten = repeated(own) - app.doubled;
  }
  return { killed: apps, uncut };
}

/** Azure answers an update of these with 201, too. */
const alwaysCreated = /roleAssignments|linkers/;
const repeated = calls => calls.length - new Set(calls.map(({ path }) => path)).size;
const isOpen = ({ properties }) =>
  /^(Accepted|Creating|Updating)$/.test(properties.provisioningState);

const heldBy = (app, calls, facts) => ({
  puts: writesIn(calls).filter(({ path }) => isOf(app, path, facts)).length,
});

async function ownResources(app, { sandbox }) {
  const found = await sandbox.admin.resources();
  return found.filter(({ id }) => isOf(app, id, sandbox.facts));
}

function isOf({ name }, path, { subscriptionId }) {
  const { group, linker } = idsOf(name, subscriptionId);
  return path === linker || `${path}/`.startsWith(`${group}/`);
}

/** How much is written when all are provisioned once more. */
async function all({ sandbox }, apps) {
  const replica = await startReplica(sandbox.facts);
  await sandbox.admin.forgetCalls();
  const ends = await Promise.all(
    apps.map(({ name }) => replica.provision(`again-${name}`, appNamed(name))),
  );
  await replica.stop();
  for (const { state, error } of ends)
    if (state !== 'succeeded') throw new Error(`Once more, it failed: ${error?.message}`);
  const written = ends.reduce((sum, { log }) => sum + writtenIn(log), 0);
  return Math.max(writesIn(await sandbox.admin.calls()).length, written);
}

/** What went to the cluster is not among Resource Manager's calls, but in the count that a log ends with. */
const writtenIn = log => Number(/(\d+) things were written/.exec(log.at(-1))?.[1] ?? 0);
const writesIn = calls => calls.filter(({ method }) => /^(PUT|PATCH|DELETE)$/.test(method));
const secondsFrom = (one, other) => +((Date.parse(other) - Date.parse(one)) / 1000).toFixed(2);

/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
function seeded(seed) {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
