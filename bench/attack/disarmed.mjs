// The counter-proof: each attempt on a portal whose defence against it is taken out. There it has to succeed, or it could not
// fail where the defence is.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ended } from '../../scripts/processes.mjs';
import { groups } from './defences.mjs';
import { disarmedCopy } from './disarmedCopy.mjs';
import { most, short } from './refusal.mjs';
import { startScene } from './scene.mjs';

/** Milliseconds of one attempt. */
const longest = 300_000;
/** Milliseconds that one may take to its end which has done its harm. */
const lingers = 20_000;
/** Milliseconds that health has to have waited to count as harm. */
const blockedMs = 5_000;

/**
 * @param chosen - cases
 * @returns by the number of each, its outcome: `succeeds`, `refused`, or `otherwise` where it came to something else than
 *   what it was to come to
 */
export async function withoutDefences(chosen) {
  const rows = {};
  const copy = disarmedCopy();
  try {
    for (const group of groups) {
      const defences = group.filter(({ id }) => chosen.some(one => one.id === id));
      if (defences.length === 0) continue;
      const restore = copy.edit(defences.flatMap(({ out }) => out));
      await tryEach(defences, chosen, { folder: copy.folder, rows });
      restore();
    }
    return rows;
  } finally {
    copy.remove();
  }
}

async function tryEach(defences, chosen, { folder, rows }) {
  let scene;
  try {
    for (const defence of defences) {
      scene ??= await sceneFrom(folder);
      const { id, attack } = chosen.find(one => one.id === defence.id);
      const since = Date.now();
      const { wrecked, ...row } = await tried(scene, attack, defence);
      rows[id] = row;
      const seconds = Math.round((Date.now() - since) / 1000);
      console.error(`${id} without its defence: ${row.outcome} ${seconds} s: ${row.words}`);
      if (!wrecked) continue;
      await scene.stop();
      scene = undefined;
    }
  } finally {
    await scene?.stop();
  }
}

async function sceneFrom(folder) {
  const { startWorld } = await import(pathToFileURL(join(folder, 'bench/attack/world.mjs')));
  return startScene(startWorld);
}

/** @returns the outcome in words; `wrecked` where the portal is not for others any more */
async function tried({ world, look }, attack, { through, harms = [] }) {
  const since = Date.now();
  const { now: before } = await look();
  const attempt = attack(world).then(
    words => ({ words }),
    error => ({ error }),
  );
  const worst = { healthMs: 0, megabytes: 0 };
  const gone = () => ended(world.portal.processes.backend);
  for (;;) {
    const over = await Promise.race([attempt, pause(1000)]);
    const { healthMs, megabytes } = await look();
    worst.healthMs = Math.max(worst.healthMs, healthMs);
    worst.megabytes = Math.max(worst.megabytes, megabytes - before);
    const harm = harms.map(name => broken[name](worst, gone())).find(Boolean);
    if (harm) {
      const isOver = over || (await Promise.race([attempt, pause(lingers)]));
      return { outcome: 'succeeds', words: harm, wrecked: !isOver || gone() };
    }
    if (over) return { ...outcomeOf(over, through), wrecked: healthMs > blockedMs || gone() };
    if (gone()) return { outcome: 'otherwise', words: 'the portal has gone', wrecked: true };
    if (Date.now() - since > longest)
      return { outcome: 'otherwise', words: 'it did not come to an end', wrecked: true };
  }
}

const broken = {
  health: ({ healthMs }, gone) =>
    (gone && 'the portal is gone') ||
    (healthMs > blockedMs && `health does not answer for ${Math.round(healthMs / 1000)} s`),
  memory: ({ megabytes }, gone) =>
    (gone && 'the portal is gone') || (megabytes > most && `${megabytes} MB more`),
};

function outcomeOf({ words, error }, through) {
  if (!error) return { outcome: 'refused', words };
  const outcome = through?.test(error.message) ? 'succeeds' : 'otherwise';
  return { outcome, words: short(error.message) };
}
