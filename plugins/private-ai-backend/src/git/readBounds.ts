import { InputError } from '@backstage/errors';
import type { Source } from '@private-ai/plugin-private-ai-common';

const kB = 1024;
const MB = 1024 * kB;
/** Bytes: what the smallest file takes on a disk. */
const block = 4 * kB;

/** How much of a commit is read: said before it is read, and held against each entry before that is. */
export interface ReadBounds {
  /** Bytes that the file of this path may have; undefined for one that is not read. */
  largest(path: string): number | undefined;
  /** Files and folders that are read. */
  entries: number;
  /** Bytes of them together, as they lie on a disk: an empty file takes a block there. */
  bytes: number;
  /** What it is read for and what else to do, as the end of a sentence. */
  advice: string;
}

/**
 * Backstage's filter of a tree that holds its bounds. The first entry that does not is told to `refuse`; nothing more is taken
 * then. It throws nothing: Backstage's parser would carry that past everybody who waits.
 */
export function boundedFilter(
  bounds: ReadBounds,
  { repoUrl, commit }: Source,
  refuse: (problem: InputError) => void,
): (path: string, info?: { size: number }) => boolean {
  const of = `The commit ${commit.slice(0, 12)} of ${repoUrl}`;
  let entries = 0;
  let bytes = 0;
  let refused = false;
  const no = (what: string) => {
    refused = true;
    refuse(new InputError(`${of} ${what}; ${bounds.advice}`));
    return false;
  };
  return (path, { size } = { size: 0 }) => {
    if (refused) return false;
    const largest = bounds.largest(path);
    if (largest === undefined) return false;
    entries += 1;
    bytes += Math.ceil(Math.max(size, 1) / block) * block;
    if (size > largest) return no(`has ${path} of ${sized(size)}, more than ${sized(largest)}`);
    if (entries > bounds.entries) return no(`has more than ${bounds.entries} files and folders`);
    if (bytes > bounds.bytes) return no(`has more than ${sized(bounds.bytes)} of files`);
    return true;
  };
}

const sized = (bytes: number) =>
  bytes < MB ? `${Math.ceil(bytes / kB)} kB` : `${Math.ceil(bytes / MB)} MB`;
