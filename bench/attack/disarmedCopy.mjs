// A copy of the sources in which some texts are replaced by others.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOfSources, repository } from '../copyOfSources.mjs';

/** Megabytes of the backend's heap: what takes more than that ends it, and not this machine. */
const heap = 1536;
const bounded = {
  file: 'scripts/portal.mjs',
  without: "NODE_OPTIONS: '',",
  instead: `NODE_OPTIONS: '--max-old-space-size=${heap}',`,
};

/** A copy of this repository whose portal has less memory than this machine, and each time other edits. */
export function disarmedCopy() {
  const folder = copyOfSources('private-ai-disarmed-');
  const write = texts => {
    for (const [file, text] of Object.entries(texts)) writeFileSync(join(folder, file), text);
  };
  write(editedFiles([bounded]));
  return {
    folder,
    /** @returns what takes them back */
    edit(edits) {
      const texts = editedFiles(edits);
      write(texts);
      return () =>
        write(Object.fromEntries(Object.keys(texts).map(file => [file, original(file)])));
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** @returns the text of each file that is edited. @throws where a text is not there exactly once */
export function editedFiles(edits) {
  const texts = {};
  // Some defences stand against several cases.
  for (const one of new Map(edits.map(edit => [JSON.stringify(edit), edit])).values()) {
    const { file, without, instead } = one;
    texts[file] ??= original(file);
    const parts = texts[file].split(without);
    if (parts.length !== 2)
      throw new Error(
        `${file} has ${parts.length - 1} times, and not once, what bench/attack/defences takes out of it: ${without}`,
      );
    texts[file] = parts.join(instead);
  }
  return texts;
}

const original = file => readFileSync(join(repository, file), 'utf8');
