import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The three sizes, each a variable file of `infra/sizes`. */
export const sizes = ['dev', 'reference', 'production'] as const;
export type Size = (typeof sizes)[number];

const infra = resolve(import.meta.dirname, '..');

/** Copies what a platform team runs into a folder: everything of `infra` but the tests. */
export function copyConfiguration(to: string): void {
  cpSync(infra, to, {
    recursive: true,
    filter: path => !path.startsWith(join(infra, 'tests')) && !/[/\\]\.terraform/.test(path),
  });
}

/** A company's own package index. */
const packageIndex = ['packages.contoso.example'];

/** What to hand to `plan` and `apply`: the size, and what the example file leaves for the platform team to fill. */
export const inputs = (size: Size): string[] => [
  `-var-file=sizes/${size}.tfvars`,
  `-var-file=example.tfvars`,
  `-var=package_index_fqdns=${JSON.stringify(packageIndex)}`,
];
