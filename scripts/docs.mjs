// `npm run docs`: writes what documentation and roles take from the code. `npm run docs -- --check` only names what is not as
// the code has it (exit 1). A folder as the last argument stands for the repository.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const args = process.argv.slice(2);
const check = args.includes('--check');
const folder = resolve(args.find(arg => !arg.startsWith('--')) ?? root);

// The code is TypeScript with CommonJS in its packages: the same transform as the backend's.
const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');
const plugin = join(root, 'plugins/private-ai-backend/src');
const { actionsReference } = require(join(plugin, 'actions/reference.ts'));
const { refusalsTable } = require(join(plugin, 'azure/refusals.ts'));
const { roleActions, roleWith } = require(join(plugin, 'preflight/roles.ts'));

/** What stands between two markers, replaced. */
function section(text, name, content) {
  const pattern = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  if (!pattern.test(text)) throw new Error(`The markers <!-- ${name} --> are missing.`);
  return text.replace(pattern, (_, start, end) => `${start}\n${content}\n\n${end}`);
}

const generated = {
  'docs/actions.md': () => actionsReference(),
  'docs/provisioning.md': text => section(text, 'refusals', refusalsTable()),
};
for (const [name, actions] of Object.entries(roleActions))
  generated[`infra/roles/${name}`] = text => roleWith(text, actions);

let stale = 0;
for (const [name, make] of Object.entries(generated)) {
  const file = join(folder, name);
  const before = name === 'docs/actions.md' ? read(file) : readFileSync(file, 'utf8');
  const after = make(before);
  if (before === after) continue;
  stale += 1;
  if (check) console.error(`${name} is not as the code has it: run npm run docs.`);
  else {
    writeFileSync(file, after);
    console.log(`${name} written`);
  }
}
process.exitCode = check && stale ? 1 : 0;

/** A file that is generated whole need not be there. */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
