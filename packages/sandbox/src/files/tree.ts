import { resolve, sep } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { TreeTask } from './treeWorker.ts';

// Dependencies are tens of thousands of files: one by one through the event loop they take ten times as long as in one
// go, and in one go they would hold up every other room. So a thread of their own does it.

/**
 * Copies a file or a folder's content. Files are linked, not copied, where the file system allows: they take no time and
 * no space. Links stay links.
 */
export const copyTree = (from: string, to: string) => inThread<void>({ task: 'copy', from, to });

export const removeTree = (path: string) => inThread<void>({ task: 'remove', path });

/** SHA-256 (hex) over names, kinds, executable bits and contents, in the order of names. */
export const treeDigest = (folder: string, about: string) =>
  inThread<string>({ task: 'digest', folder, about });

function inThread<R>(task: TreeTask): Promise<R> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL('./treeWorker.ts', import.meta.url), { workerData: task });
    worker.once('message', done).once('error', fail);
  });
}

/** A path inside a folder. @throws when it leads out of it */
export function inside(folder: string, path: string): string {
  const full = resolve(folder, path.replace(/^\/+/, ''));
  if (full !== folder && !full.startsWith(folder + sep))
    throw new Error(`${path} leads out of its folder.`);
  return full;
}
