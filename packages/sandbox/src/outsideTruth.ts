import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the outside truths lie in a full check-out: beside the repository, never in it. */
const folder = resolve(import.meta.dirname, '../../../../shared');

/**
 * For tests: the URL to import a file of the outside truths by, or the reason to skip.
 * @throws where CI is set and the file is missing.
 */
export function outsideTruth(path: string): { url: string; path: string; skip: string | false } {
  const file = resolve(folder, path);
  if (existsSync(file)) return { url: pathToFileURL(file).href, path: file, skip: false };
  if (process.env.CI) throw new Error(`../shared/${path} is missing, and CI is set.`);
  return {
    url: '',
    path: '',
    skip: `NOT RUN: it needs ../shared/${path}, which this clone does not have`,
  };
}
