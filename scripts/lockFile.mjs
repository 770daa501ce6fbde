// `node scripts/lockFile.mjs [FILE]`: names what package-lock.json must not hold (exit 1): a package of Backstage or React
// twice, since two copies know nothing of each other's APIs, routes and contexts; and the address of a registry.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const file = process.argv[2] ?? resolve(import.meta.dirname, '../package-lock.json');
const packages = Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages);
const isOneOnly = name =>
  /^(@backstage\/.+|react|react-dom|react-router|react-router-dom)$/.test(name);
const copies = Map.groupBy(packages, ([path]) => path.split('node_modules/').at(-1));

const problems = [];
for (const [name, found] of copies) {
  if (!isOneOnly(name) || found.length === 1) continue;
  const places = found.map(([path, { version }]) => `${path} (${version})`);
  problems.push(`${name} is there ${found.length} times: ${places.join(', ')}`);
}
for (const [path, { resolved }] of packages) {
  if (/^\w+:\/\//.test(resolved ?? ''))
    problems.push(`${path} says where it came from: ${resolved}`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length ? 1 : 0;
