import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { copyTree, removeTree } from '../files/tree.ts';
import { execute } from './process.ts';
import type { Running } from './running.ts';

/**
 * `npm ci` or `npm install` in a stage: the installed folder is kept by what decides about it, so that a second build with
 * the same lock file takes a moment.
 */
export async function installDependencies(args: string[], running: Running): Promise<void> {
  const { workingDir, cache, log } = running;
  const modules = join(workingDir, 'node_modules');
  const key = await keyOf(args, running);
  const kept = key && join(cache, key);
  if (kept && existsSync(kept)) {
    log(`dependencies are unchanged: taken from an earlier build (${key.slice(0, 12)})`);
    await removeTree(modules);
    await copyTree(kept, modules);
    return;
  }
  await execute('npm', args, running);
  if (!kept || !existsSync(modules)) return;
  const part = join(cache, `.${randomUUID()}`);
  await mkdir(cache, { recursive: true });
  await copyTree(modules, part);
  // Another build may have kept the same meanwhile.
  await rename(part, kept).catch(() => removeTree(part));
}

/** Scripts of the application that run while it is installed: what they leave nobody can know. */
const installScripts = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
];

/** Everything that decides what is installed, but not the application's own name and version. */
async function keyOf(args: string[], { workingDir, env }: Running): Promise<string | undefined> {
  const read = (name: string) => readFile(join(workingDir, name), 'utf8').catch(() => '');
  const [text, lock, settings] = await Promise.all(
    ['package.json', 'package-lock.json', '.npmrc'].map(read),
  );
  if (!text || !lock) return undefined;
  const { scripts = {}, workspaces, ...manifest } = JSON.parse(text);
  if (workspaces || installScripts.some(name => name in scripts)) return undefined;
  const { packages = {}, lockfileVersion } = JSON.parse(lock);
  const { '': _, ...installed } = packages;
  const decides = Object.entries(manifest).filter(([name]) => /dependencies|overrides/i.test(name));
  return createHash('sha256')
    .update(
      JSON.stringify([
        args,
        decides,
        installed,
        lockfileVersion,
        settings,
        env.NODE_ENV ?? '',
        process.versions.modules,
        process.platform,
        process.arch,
      ]),
    )
    .digest('hex');
}
