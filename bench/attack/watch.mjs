// How the portal is meanwhile, looked at from a process of its own: `node watch.mjs <health address> <process group>`. Each line
// that it is given ends what was looked at so far; it answers with `{healthMs, megabytes, now}`: the worst of both, and the memory now.
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { groupMegabytes } from '../memory.mjs';

const [address, group] = process.argv.slice(2);
const megabytesNow = () => groupMegabytes(Number(group)).node ?? 0;
let worst = { healthMs: 0, megabytes: 0 };
/** When the request that is not answered yet was sent. */
let asked;
const waited = () => (asked ? performance.now() - asked : 0);

createInterface(process.stdin)
  .on('line', () => {
    const healthMs = Math.round(Math.max(worst.healthMs, waited()));
    const now = megabytesNow();
    const megabytes = Math.max(worst.megabytes, now);
    console.log(JSON.stringify({ healthMs, megabytes, now }));
    worst = { healthMs: 0, megabytes: 0 };
  })
  .on('close', () => process.exit());

async function health() {
  let away = false;
  for (;;) {
    asked = performance.now();
    const ok = await fetch(address).then(
      async answer => (await answer.text(), answer.ok),
      error => {
        if (!away) console.error(`health: ${error.cause ?? error}`);
        return false;
      },
    );
    away = !ok;
    // A portal that is not there is one that does not answer.
    const ms = ok ? waited() : Infinity;
    worst.healthMs = Math.max(worst.healthMs, Math.min(ms, 1e6));
    asked = undefined;
    await pause(50);
  }
}
async function memory() {
  for (;;) {
    worst.megabytes = Math.max(worst.megabytes, megabytesNow());
    await pause(500);
  }
}
void health();
void memory();
