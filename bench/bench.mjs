// `npm run bench -- <name>`: a table, and last one line of JSON. Each benchmark is a file beside this one.
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';

const names = globSync(join(import.meta.dirname, '*.bench.mjs')).map(path =>
  basename(path, '.bench.mjs'),
);
const [name, ...rest] = process.argv.slice(2);
if (!names.includes(name)) {
  console.error(`Which benchmark? npm run bench -- <name>, one of: ${names.sort().join(', ')}.`);
  process.exit(2);
}
const { table, result } = await (await import(`./${name}.bench.mjs`)).default(rest);
console.table(table);
console.log(JSON.stringify({ bench: name, ...result }));
