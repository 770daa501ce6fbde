// The portal's pages as production has them: bundled, and kept until something changes that they are made of.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { end, lastLines, startLogged } from './processes.mjs';

/** What ends up in them, or decides how. */
const madeOf = [
  'packages/app/{src,public}/**',
  'plugins/{private-ai,private-ai-common}/src/**',
  '{packages/app,plugins/private-ai,plugins/private-ai-common}/{package.json,config.d.ts}',
  '{app-config.yaml,package.json,package-lock.json,tsconfig.json}',
];
const ofTests = /\.test\.|ForTest\.|\/testing\/|\/setupTests\./;

/** A word that is another one as soon as the pages would be. */
export function fingerprint(root) {
  const hash = createHash('sha256').update(process.version);
  const files = globSync(madeOf, { cwd: root, withFileTypes: true })
    .filter(one => one.isFile())
    .map(one => relative(root, join(one.parentPath, one.name)));
  for (const file of files.filter(one => !ofTests.test(one)).sort())
    hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/**
 * Builds the pages, unless they are there already. Several who start at once in one folder build them once.
 * @param {{ root: string, log: string, say(line: string): void, signal?: AbortSignal }} options `log` gets what the build says;
 *   where `signal` is aborted, the build ends
 */
export async function requirePages({ root, log, say, signal }) {
  const note = join(root, 'packages/app/dist/.made-from');
  const made = fingerprint(root);
  if (read(note) === made) return;
  const { heldBy, release } = await lock(join(root, '.cache/pages.lock'), { say, signal });
  try {
    if (read(note) === made) return;
    say('Building the pages… (once, and after a change of theirs)');
    const child = startLogged(join(root, 'node_modules/.bin/backstage-cli'), ['package', 'build'], {
      cwd: join(root, 'packages/app'),
      env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' },
      log,
    });
    heldBy(child.pid);
    const giveUp = () => void end(child);
    signal?.addEventListener('abort', giveUp, { once: true });
    const [code] = await once(child, 'exit');
    signal?.removeEventListener('abort', giveUp);
    signal?.throwIfAborted();
    // What was killed has none.
    if (code !== 0) throw new Error(`The pages could not be built:\n${lastLines(log)}`);
    writeFileSync(note, made);
  } finally {
    release();
  }
}

/** Minutes until who waits says so and gives up; a build takes one or two. */
const patience = 15;

/**
 * Waits for who holds it, and takes it over from who has gone.
 * @returns what lets it go, and what says that another process holds it
 */
async function lock(file, { say, signal }) {
  mkdirSync(join(file, '..'), { recursive: true });
  const since = Date.now();
  let told;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return {
        heldBy: pid => writeFileSync(file, String(pid)),
        release: () => rmSync(file, { force: true }),
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(read(file));
    if (holder ? !isAlive(holder) : isOld(file)) rmSync(file, { force: true });
    else if (holder && told !== holder)
      say(`Waiting for process ${(told = holder)}, which builds the pages.`);
    if (Date.now() - since > patience * 60_000)
      throw new Error(
        `Process ${holder} has held the pages for ${patience} minutes: end it, or remove ${file}.`,
      );
    await sleep(200, undefined, { signal });
  }
}

/** It was made, and whoever made it died before it was written. */
const isOld = file =>
  Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 5_000;

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
