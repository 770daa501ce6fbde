// What a change touches: each is made in a scratch copy as docs/how-to-add.md says, then what holds it is run: types, lint,
// formats, generated documents, rooms, and the tests of the rooms. The files are counted, tests and documents included.
import { action } from './change/action.mjs';
import { event } from './change/event.mjs';
import { key } from './change/key.mjs';
import { panel } from './change/panel.mjs';
import { resource } from './change/resource.mjs';
import { scratchCopy } from './change/scratch.mjs';

const changes = { resource, panel, event, key, action };

/** What a change brings along and is counted apart: the stand-in's own type, and the record that `npm run api` writes. */
const apart = file => file.startsWith('packages/sandbox/') || file.endsWith('/report.api.md');

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
      const counted = files.filter(file => !apart(file));
      result[name] = counted.length;
      counted.forEach((file, index) => (table[`${name} ${index + 1}`] = { file }));
      files.filter(apart).forEach((file, at) => (table[`${name}, apart ${at + 1}`] = { file }));
      all.push(...files);
      tests.push(...one.tests);
    }
    const code = all.filter(file => /\.(ts|tsx|mjs)$/.test(file));
    copy.run('npx', 'tsc', '--noEmit');
    copy.run('npx', 'eslint', '--max-warnings', '0', ...code);
    copy.run('npx', 'prettier', '--check', ...all);
    copy.run('node', 'scripts/docs.mjs', '--check');
    copy.run('node', 'scripts/rooms.mjs');
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
