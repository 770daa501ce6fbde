// What harm a colleague, an agent, a repository or a stranger can do: each case is tried on a portal in front of the sandbox,
// and beside it stands how the portal was meanwhile. `npm run bench -- attack`, or the numbers of some cases.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { access } from './attack/cases/access.mjs';
import { agents } from './attack/cases/agents.mjs';
import { doors } from './attack/cases/doors.mjs';
import { names } from './attack/cases/names.mjs';
import { repositories } from './attack/cases/repositories.mjs';
import { surroundings } from './attack/cases/surroundings.mjs';
import { elsewhere } from './attack/elsewhere.mjs';
import { short } from './attack/refusal.mjs';
import { startWorld } from './attack/world.mjs';

const all = [...access, ...names, ...agents, ...doors, ...repositories, ...surroundings];

export default async function attack(numbers) {
  const chosen = numbers.length ? all.filter(({ id }) => numbers.includes(String(id))) : all;
  // What a build must not see.
  process.env.PLANTED_SECRET = 'planted';
  const world = await startWorld();
  const table = {};
  let watched;
  let grown;
  try {
    world.weather = await world.make('weather', 'dev', 'group:default/app-team');
    world.payroll = await world.make('payroll', 'other', 'group:default/payments-team');
    watched = watch(world);
    await pause(2000);
    let { now: before } = await watched.look();
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
      const { healthMs, megabytes, now } = await watched.look();
      // More than there was before it; what stays is told of the whole.
      Object.assign(row, { healthMs, megabytes: megabytes - before });
      before = now;
      if (row.megabytes > most) row.outcome = 'PASSED';
      row.seconds = Math.round((Date.now() - since) / 1000);
      table[id] = row;
      console.error(`${id} ${row.outcome} ${row.seconds} s, health ${healthMs} ms: ${row.words}`);
    }
    grown = before - calm;
  } finally {
    watched?.end();
    await world.stop();
  }
  const rows = Object.values(table);
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

/** Health and memory of the backend, from a process of its own. */
function watch({ backend, portal }) {
  const address = `${backend}/.backstage/health/v1/liveness`;
  const args = [join(import.meta.dirname, 'attack/watch.mjs'), address];
  const child = spawn(process.execPath, [...args, String(portal.processes.backend.pid)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  return {
    async look() {
      child.stdin.write('\n');
      const [line] = await once(lines, 'line');
      return JSON.parse(line);
    },
    end: () => child.stdin.end(),
  };
}
