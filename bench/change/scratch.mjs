import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyOfSources } from '../copyOfSources.mjs';

const git = (cwd, ...args) => execFileSync('git', args, { cwd, encoding: 'utf8' });

/** A copy of the sources that is changed, and says what was touched. */
export function scratchCopy() {
  const folder = copyOfSources('private-ai-change-');
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
