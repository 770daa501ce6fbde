import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

// Read by every runner here: node's own as it is, jest and Backstage's transform as CommonJS.
const repository = resolve(import.meta.dirname, '..');
const told = 'docs/outside-truths.md';

/** What others have published and the tests are held against; it lies outside this repository. */
export interface OutsideTruth {
  /** Why what needs it is skipped (for node's test runner); false where `PRIVATE_AI_TRUTHS` is set. */
  skip: string | false;
  /** @throws where it is missing, whether it was demanded or not */
  readonly path: string;
  /** To import it by. @throws as `path` does */
  readonly url: string;
}

/**
 * A file or folder in the folder that `PRIVATE_AI_TRUTHS` names; where that is not set, no other place is looked at.
 * @param within the truth's name, and what is meant in it: `azure-types/check.mjs`
 */
export function outsideTruth(within: string): OutsideTruth {
  const folder = process.env.PRIVATE_AI_TRUTHS;
  const needs = `needs the outside truth ${within.split('/')[0]}`;
  const path = () => {
    if (!folder) throw new Error(`This ${needs}: set PRIVATE_AI_TRUTHS to its folder (${told}).`);
    const found = resolve(repository, folder, within);
    if (!existsSync(found))
      throw new Error(
        `This ${needs}: PRIVATE_AI_TRUTHS is set, and ${found} is missing (${told}).`,
      );
    return found;
  };
  return {
    skip: !folder && `${needs} (${told})`,
    get path() {
      return path();
    },
    get url() {
      return pathToFileURL(path()).href;
    },
  };
}

/**
 * jest's `describe` or `it` for what needs a truth. Where that is skipped the name says why, since jest prints no reasons.
 */
export function needing<Rest extends unknown[]>(
  { skip }: Pick<OutsideTruth, 'skip'>,
  register: { (name: string, ...rest: Rest): void; skip(name: string, ...rest: Rest): void },
): (name: string, ...rest: Rest) => void {
  if (!skip) return register;
  return (name, ...rest) => register.skip(`${name} [skipped: ${skip}]`, ...rest);
}
