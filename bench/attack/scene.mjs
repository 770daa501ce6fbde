// The portal that cases are tried on, with the two applications that they are about, and how it is meanwhile.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** @param startWorld - of this repository, or of a copy */
export async function startScene(startWorld) {
  // What a build must not see.
  process.env.PLANTED_SECRET = 'planted';
  const world = await startWorld();
  let watched;
  const stop = async () => {
    watched?.end();
    await world.stop();
  };
  try {
    world.weather = await world.make('weather', 'dev', 'group:default/app-team');
    world.payroll = await world.make('payroll', 'other', 'group:default/payments-team');
    watched = watch(world);
    await pause(2000);
    return { world, look: watched.look, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Health and memory of the backend, from a process of its own. */
function watch({ backend, portal }) {
  const address = `${backend}/.backstage/health/v1/liveness`;
  const args = [join(import.meta.dirname, 'watch.mjs'), address];
  const child = spawn(process.execPath, [...args, String(portal.processes.backend.pid)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  return {
    /** The worst since the last look, and the memory now. */
    async look() {
      child.stdin.write('\n');
      const [line] = await once(lines, 'line');
      return JSON.parse(line);
    },
    end: () => child.stdin.end(),
  };
}
