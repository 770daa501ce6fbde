// The portal's pages as production has them: bundled, and kept until something changes that they are made of.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines, startLogged } from './processes.mjs';

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
    .map(one => join(one.parentPath, one.name));
  for (const file of files.filter(one => !ofTests.test(one)).sort())
    hash.update(`\0${file.slice(root.length)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/**
 * Builds the pages, unless they are there already. Several who start at once in one folder build them once.
 * @param {{ root: string, log: string, say(line: string): void }} options `log` gets what the build says
 */
export async function requirePages({ root, log, say }) {
  const note = join(root, 'packages/app/dist/.made-from');
  const made = fingerprint(root);
  if (read(note) === made) return;
  const release = await lock(join(root, '.cache/pages.lock'));
  try {
    if (read(note) === made) return;
    say('Building the pages… (once, and after a change of theirs)');
    const child = startLogged(join(root, 'node_modules/.bin/backstage-cli'), ['package', 'build'], {
      cwd: join(root, 'packages/app'),
      env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' },
      log,
    });
    const [code] = await once(child, 'exit');
    if (code) throw new Error(`The pages could not be built:\n${lastLines(log)}`);
    writeFileSync(note, made);
  } finally {
    release();
  }
}

/** Waits for who holds it, and takes it over from who has gone. @returns what lets it go */
async function lock(file) {
  mkdirSync(join(file, '..'), { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(read(file));
    if (holder && !isAlive(holder)) rmSync(file, { force: true });
    await sleep(200);
  }
}

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
