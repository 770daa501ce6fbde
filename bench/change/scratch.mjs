import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');
const git = (cwd, ...args) => execFileSync('git', args, { cwd, encoding: 'utf8' });

/**
 * A copy of what git tracks, as it lies in the working tree, with the installed packages linked in: what is changed there
 * changes nothing here.
 */
export function scratchCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-change-'));
  for (const file of git(repository, 'ls-files').split('\n').filter(Boolean)) {
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
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(
    folder,
    '-c',
    'user.name=bench',
    '-c',
    'user.email=bench@localhost',
    'commit',
    '-qm',
    'before',
  );
  return {
    folder,
    write(file, text) {
      if (existsSync(join(folder, file))) throw new Error(`${file} is there already.`);
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    /** Puts `text` before or after the only place that `anchor` stands at. */
    edit(file, anchor, text, { before = false } = {}) {
      const now = readFileSync(join(folder, file), 'utf8');
      if (now.split(anchor).length !== 2)
        throw new Error(`${file} has ${now.split(anchor).length - 1} times: ${anchor}`);
      writeFileSync(
        join(folder, file),
        now.replace(anchor, () => (before ? text + anchor : anchor + text)),
      );
    },
    run(...command) {
      try {
        execFileSync(command[0], command.slice(1), {
          cwd: folder,
          encoding: 'utf8',
          stdio: 'pipe',
        });
      } catch (error) {
        throw new Error(`${command.join(' ')} failed:\n${error.stdout}\n${error.stderr}`);
      }
    },
    /** The files that were touched since the last commit; commits them. */
    touched(what) {
      git(folder, 'add', '--all');
      const files = git(folder, 'diff', '--cached', '--name-only').split('\n').filter(Boolean);
      git(
        folder,
        '-c',
        'user.name=bench',
        '-c',
        'user.email=bench@localhost',
        'commit',
        '-qm',
        what,
      );
      return files;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function workspaces(folder) {
  const { workspaces: globs } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return globs.flatMap(glob => globSync(`${glob}/package.json`, { cwd: folder })).map(dirname);
}
