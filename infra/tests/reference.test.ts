import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { outsideTruth } from '../../testing/outsideTruth.ts';
import { landingZoneFile } from './recorded.ts';

const document = outsideTruth('design/reference-architecture.ko.md');
const guide = resolve(import.meta.dirname, '../../docs/landing-zone.md');

interface Row {
  /** What stands in code quotes. */
  names: string[];
  files: string[];
  how: string;
}

/** The table under "The reference, element by element". */
function rows(): Row[] {
  const [, section] = readFileSync(guide, 'utf8').split('## The reference, element by element');
  return section
    .split('\n## ')[0]
    .split('\n')
    .filter(line => line.startsWith('| ') && !line.startsWith('| Element'))
    .map(line => {
      const [, element, where, how] = line.split('|');
      return {
        names: [...element.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
        files: [...`${where}${how}`.matchAll(/\]\(([^)#]+)/g)].map(([, path]) => path),
        how: how.trim(),
      };
    });
}

test('every name and address of the reference is in the table', { skip: document.skip }, () => {
  const text = readFileSync(document.path, 'utf8');
  const named = [...text.matchAll(/`([^`\n]+)`/g)].map(([, name]) => name);
  const addresses = [...text.matchAll(/\b10(?:\.\d+){3}(?:\/\d+)?(?![\d.x])/g)].map(([one]) => one);
  const known = rows().flatMap(({ names }) => names);
  const missing = [...new Set([...named, ...addresses])].filter(one => !known.includes(one));
  assert.ok(named.length > 40 && addresses.length > 8, 'the document was read');
  assert.deepEqual(missing, []);
});

test('each row names files that exist, and says how', () => {
  const table = rows();
  assert.ok(table.length > 40);
  for (const { files, how, names } of table) {
    assert.ok(files.length > 0 && how, `${names}: a file, and how`);
    for (const file of files) assert.ok(existsSync(join(dirname(guide), file)), file);
  }
});

test('what the table calls made is in the landing zone that the sandbox starts with', () => {
  const record = readFileSync(landingZoneFile, 'utf8');
  const made = rows().filter(({ how }) => /^made(:|,|$)/.test(how));
  assert.ok(made.length > 25);
  for (const { names } of made)
    for (const name of names) assert.ok(record.includes(name), `${name} is not made`);
});
