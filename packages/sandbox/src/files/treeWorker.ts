// The thread behind tree.ts: one task, then it ends.
import { createHash } from 'node:crypto';
import {
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

export type TreeTask =
  | { task: 'copy'; from: string; to: string }
  | { task: 'remove'; path: string }
  | { task: 'digest'; folder: string; about: string };

function copy(from: string, to: string): void {
  const stat = lstatSync(from);
  if (stat.isDirectory()) {
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) copy(join(from, name), join(to, name));
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  try {
    put(from, to, stat.isSymbolicLink());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    rmSync(to, { recursive: true });
    put(from, to, stat.isSymbolicLink());
  }
}

function put(from: string, to: string, symbolic: boolean): void {
  if (symbolic) {
    symlinkSync(readlinkSync(from), to);
    return;
  }
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    copyFileSync(from, to, constants.COPYFILE_FICLONE);
  }
}

function digest(folder: string, about: string): string {
  const hash = createHash('sha256').update(about);
  const add = (path: string) => {
    const entries = readdirSync(path, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const file = join(path, entry.name);
      const name = relative(folder, file);
      if (entry.isDirectory()) {
        hash.update(`\0dir ${name}`);
        add(file);
      } else if (entry.isSymbolicLink()) {
        hash.update(`\0link ${name} ${readlinkSync(file)}`);
      } else {
        const { mode, size } = lstatSync(file);
        hash.update(`\0file ${name} ${mode & 0o111 ? 'x' : '-'} ${size}\0`);
        hash.update(readFileSync(file));
      }
    }
  };
  add(folder);
  return hash.digest('hex');
}

function done(task: TreeTask): string | undefined {
  switch (task.task) {
    case 'copy':
      copy(task.from, task.to);
      return undefined;
    case 'remove':
      rmSync(task.path, { recursive: true, force: true });
      return undefined;
    default:
      return digest(task.folder, task.about);
  }
}

parentPort?.postMessage(done(workerData as TreeTask));
