// What harm a colleague, an agent, a repository or a stranger can do: each case is tried on a portal in front of the sandbox,
// and beside it stands how the portal was meanwhile. `npm run bench -- attack`, or the numbers of some cases; after the word
// `disarmed` each is tried once more where its defence is taken out, and has to succeed.
import { all } from './attack/cases.mjs';
import { withoutDefences } from './attack/disarmed.mjs';
import { elsewhere } from './attack/elsewhere.mjs';
import { short } from './attack/refusal.mjs';
import { startScene } from './attack/scene.mjs';
import { startWorld } from './attack/world.mjs';

export default async function attack([first, ...rest]) {
  const disarmed = first === 'disarmed';
  const numbers = disarmed ? rest : [first, ...rest].filter(Boolean);
  const chosen = numbers.length ? all.filter(({ id }) => numbers.includes(String(id))) : all;
  const { table, grown } = await withDefences(chosen);
  const rows = Object.values(table);
  if (disarmed) return counterProof(table, await withoutDefences(chosen));
  const worst = name => Math.max(...rows.map(row => row[name]));
  return {
    table,
    result: {
      cases: rows.length,
      refused: rows.filter(({ outcome }) => outcome === 'refused').length,
      passed: rows.filter(({ outcome }) => outcome === 'PASSED').length,
      healthWorstMs: worst('healthMs'),
      megabytes: worst('megabytes'),
      megabytesGrown: grown,
      notRun: numbers.length ? undefined : Object.keys(elsewhere).map(Number),
    },
  };
}

/** @returns a row for each, and the megabytes that stay after all of them */
async function withDefences(chosen) {
  const table = {};
  const { world, look, stop } = await startScene(startWorld);
  try {
    let { now: before } = await look();
    const calm = before;
    for (const { id, title, most, attack: attempt } of chosen) {
      const row = { case: short(title), outcome: 'refused' };
      const since = Date.now();
      try {
        row.words = await attempt(world);
      } catch (error) {
        row.outcome = 'PASSED';
        row.words = short(error.message);
      }
      const { healthMs, megabytes, now } = await look();
      // More than there was before it; what stays is told of the whole.
      Object.assign(row, { healthMs, megabytes: megabytes - before });
      before = now;
      if (row.megabytes > most) row.outcome = 'PASSED';
      row.seconds = Math.round((Date.now() - since) / 1000);
      table[id] = row;
      console.error(`${id} ${row.outcome} ${row.seconds} s, health ${healthMs} ms: ${row.words}`);
    }
    return { table, grown: before - calm };
  } finally {
    await stop();
  }
}

function counterProof(table, without) {
  const ids = outcome => Object.keys(without).filter(id => without[id].outcome === outcome);
  return {
    table: Object.fromEntries(
      Object.entries(table).map(([id, { case: title, outcome }]) => {
        const { outcome: disarmed, words } = without[id];
        return [id, { case: title, with: outcome, without: disarmed, words }];
      }),
    ),
    result: {
      disarmed: true,
      cases: Object.keys(without).length,
      succeeded: ids('succeeds').length,
      stillRefused: ids('refused'),
      cameToSomethingElse: ids('otherwise'),
    },
  };
}
