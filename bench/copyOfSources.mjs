import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export const repository = resolve(import.meta.dirname, '..');

/**
 * A copy of what git tracks, as it lies in the working tree, with the installed packages linked in: what is changed there
 * changes nothing here.
 * @returns its folder
 */
export function copyOfSources(prefix) {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const files = execFileSync('git', ['ls-files'], { cwd: repository, encoding: 'utf8' });
  for (const file of files.split('\n').filter(Boolean)) {
    const source = join(repository, file);
    if (!existsSync(source)) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(source, join(folder, file));
  }
  for (const place of ['.', ...workspaces(folder)]) {
    const packages = join(repository, place, 'node_modules');
    // Links of files: quick, and the workspaces' own relative links lead into the copy.
    if (existsSync(packages)) execFileSync('cp', ['-al', packages, join(folder, place)]);
  }
  return folder;
}

function workspaces(folder) {
  const { workspaces: globs } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return globs.flatMap(glob => globSync(`${glob}/package.json`, { cwd: folder })).map(dirname);
}
