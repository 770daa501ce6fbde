import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { houses, problemOf } from './houses.mjs';

const repository = resolve(import.meta.dirname, '../..');

/** The file that a relative import means, or undefined. */
export function fileOf(importer, specifier) {
  if (!specifier.startsWith('.')) return undefined;
  const path = resolve(dirname(importer), specifier);
  return ['', '.ts', '.tsx', '.mjs', '/index.ts']
    .map(ending => path + ending)
    .find(one => existsSync(one) && statSync(one).isFile());
}

const within = (root, file) => relative(root, file).split(sep).join('/');

/** The house that a file stands in, with its path there. */
function placeOf(file) {
  for (const house of houses) {
    const path = within(join(repository, house.root), file);
    if (!path.startsWith('..')) return { house, path };
  }
  return undefined;
}

/** ESLint: an import that runs back up the rooms of a house. */
export const order = {
  meta: { type: 'problem', schema: [], messages: { back: '{{problem}}' } },
  create(context) {
    const place = placeOf(context.filename);
    if (!place) return {};
    const check = node => {
      const specifier = node.source?.value;
      const target = typeof specifier === 'string' && fileOf(context.filename, specifier);
      const to = target && placeOf(target);
      if (!to || to.house !== place.house) return;
      const problem = problemOf(place.house, place.path, to.path);
      if (problem) context.report({ node, messageId: 'back', data: { problem } });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: node => check({ ...node, source: node.source ?? node.argument?.literal }),
    };
  },
};
