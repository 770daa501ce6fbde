// What a change touches: each is made in a scratch copy as docs/how-to-add.md says, then what holds it is run: types, lint,
// formats, generated documents, and the tests of the rooms. The files are counted, tests and documents included.
import { action } from './change/action.mjs';
import { key } from './change/key.mjs';
import { resource } from './change/resource.mjs';
import { scratchCopy } from './change/scratch.mjs';

const changes = { key, action, resource };

export default async function change() {
  const copy = scratchCopy();
  try {
    const table = {};
    const result = {};
    const tests = [];
    const all = [];
    for (const [name, one] of Object.entries(changes)) {
      one.make(copy);
      const files = copy.touched(name);
      // The stand-in's own type is no part of the product.
      const counted = files.filter(file => !file.startsWith('packages/sandbox/'));
      result[name] = counted.length;
      counted.forEach((file, index) => (table[`${name} ${index + 1}`] = { file }));
      all.push(...files);
      tests.push(...one.tests);
    }
    const code = all.filter(file => /\.(ts|tsx|mjs)$/.test(file));
    copy.run('npx', 'tsc', '--noEmit');
    copy.run('npx', 'eslint', '--max-warnings', '0', ...code);
    copy.run('npx', 'prettier', '--check', ...all);
    copy.run('node', 'scripts/docs.mjs', '--check');
    copy.run(
      'npx',
      'backstage-cli',
      'repo',
      'test',
      '--watchAll=false',
      '--maxWorkers=2',
      ...tests,
    );
    return { table, result };
  } finally {
    copy.remove();
  }
}
