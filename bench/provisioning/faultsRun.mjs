// Cases of the fault matrix: made of calls and faults, shown to break a client that believes, run in batches, counted.
import { learnCalls, patternFor, pollsOf } from './calls.mjs';
import { idsOf } from './expected.mjs';
import { faults, rulesFor } from './faultTable.mjs';
import { isThereBefore, limitsFor, runCases } from './matrix.mjs';
import { provisionNaively, retireNaively } from './naive.mjs';
import { startReplica } from './replica.mjs';
import { runShared } from './sharedCalls.mjs';
import { startWorld, struck, underForeignName } from './world.mjs';

/** Azure allows a subscription 100 accounts. */
const atOnce = 80;
const learnt = 'learner';

/** What an undisturbed provision and its retirement consist of. */
async function learn() {
  const world = await startWorld();
  const replica = await startReplica(world.sandbox.facts, { unpaced: true });
  try {
    return await learnCalls(world.sandbox, replica, learnt);
  } finally {
    await replica.stop();
    await world.stop();
  }
}

/** Runs every case of the calls that `chosen` names. */
export async function runMatrix(chosen, say = () => {}) {
  const known = await learn();
  const { calls, removals } = known;
  const limits = limitsFor(known.ms);
  const { cases } = casesOf(
    [...calls, ...pollsOf(calls), ...removals].filter(call => !call.shared && chosen(call)),
  );
  const done = [];
  for (let at = 0; at < cases.length; at += atOnce) {
    const batch = await inWorld(world =>
      named(cases.slice(at, at + atOnce), world.sandbox.facts.subscriptionId),
    );
    const held = await inWorld(world => unbroken(batch, world, known));
    await inWorld(world => runCases(batch, world, limits));
    for (const one of held) one.wrong.push('the fault breaks nobody');
    done.push(...batch);
    say(`${done.length} of ${cases.length} cases, ${done.filter(isWrong).length} wrong`);
  }
  if (calls.some(call => call.shared && chosen(call)))
    done.push(...(await inWorld(world => runShared(calls, world, limits.requestMs))));
  return done;
}

/** The counts that the last line has, a table by fault, and what was wrong. */
export function summed(cases) {
  const table = {};
  for (const one of cases) {
    const row = (table[one.fault.name] ??= { cases: 0, converged: 0, refused: 0, wrong: 0 });
    row.cases += 1;
    row[isWrong(one) ? 'wrong' : one.refused ? 'refused' : 'converged'] += 1;
    row['longest s'] = Math.max(row['longest s'] ?? 0, +(one.seconds ?? 0).toFixed(1));
  }
  const sum = key => Object.values(table).reduce((all, row) => all + row[key], 0);
  return {
    table,
    result: {
      cases: cases.length,
      converged: sum('converged'),
      refused: sum('refused'),
      wrong: sum('wrong'),
    },
    wrong: cases
      .filter(isWrong)
      .map(
        one =>
          `${one.fault.name}, ${one.call.name} (${one.app}): ${one.wrong.join('; ')}\n  ${one.end.log?.join('\n  ')}`,
      ),
  };
}

const isWrong = ({ wrong }) => wrong.length > 0;

async function inWorld(work) {
  const world = await startWorld();
  try {
    return await work(world);
  } finally {
    await world.stop();
  }
}

/** Every pair of a call and a fault that it can have; the others with the reason. */
function casesOf(calls) {
  const cases = [];
  const none = [];
  for (const call of calls) {
    for (const fault of faults) {
      if (fault.hits(call)) cases.push({ call, fault });
      else none.push({ call: call.name, fault: fault.name, why: fault.why });
    }
  }
  return { cases, none };
}

/** Gives each case an application of its own, with rules that strike only that. */
function named(cases, subscriptionId) {
  return cases.map(({ call, fault }, index) => {
    const app = `f${String(index).padStart(4, '0')}`;
    const pattern = patternFor(call, learnt, app);
    const own = { ...call, pattern };
    return { app, call: own, fault, rules: rulesFor(fault, own), ids: idsOf(app, subscriptionId) };
  });
}

/** Shows that the faults break a client that believes; the cases that do not. */
async function unbroken(cases, world, known) {
  const { sandbox, arm } = world;
  const provision = (app, signal) => provisionNaively(app, { ...known, arm, learnt, signal });
  const run = ({ app, call }, signal) =>
    call.kind === 'removal'
      ? retireNaively(app, { ...known, arm, learnt, signal })
      : provision(app, signal);
  const held = [];
  await sandbox.admin.faults([]);
  await Promise.all(
    cases.filter(isThereBefore).map(async one => {
      await provision(one.app);
      if (one.fault.foreign) await underForeignName(one, world);
    }),
  );
  await sandbox.admin.faults(cases.flatMap(({ rules }) => rules));
  await Promise.all(
    cases.map(async one => {
      const left = new AbortController();
      const came = await Promise.race([
        run(one, left.signal).then(
          () => 'ended well',
          () => 'broke',
        ),
        ...(one.rules.some(({ answer }) => 'hang' in answer)
          ? [struck(sandbox, one, 1500).then(() => 'hangs')]
          : []),
      ]);
      left.abort();
      if (came === 'ended well') held.push(one);
    }),
  );
  return held;
}
