import { existsSync, globSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { copyTree, inside } from '../packages/sandbox/src/files/tree.ts';

const repository = resolve(import.meta.dirname, '..');

/**
 * For scripts/image.mjs: where a Containerfile installs everything of the lock file, what `npm ci` of the same lock file has put
 * into this clone. `node scripts/image.mjs` installs it anew, which takes minutes.
 */
export async function installedHere(
  step: string,
  { root, workingDir }: { root: string; workingDir: string },
): Promise<boolean> {
  if (!/^RUN .*\bnpm ci$/.test(step)) return false;
  const folders = [
    'node_modules',
    ...globSync('{packages,plugins}/*/node_modules', { cwd: repository }),
  ];
  for (const folder of folders) {
    const to = inside(root, join(workingDir, folder));
    if (existsSync(dirname(to))) await copyTree(join(repository, folder), to);
  }
  return true;
}
