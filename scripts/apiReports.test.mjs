import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { apiReports } from './apiReports.mjs';

// Below the repository, whose tools it is compiled with.
const cache = join(import.meta.dirname, '../.cache');
mkdirSync(cache, { recursive: true });
const root = mkdtempSync(join(cache, 'api-reports-'));
after(() => rmSync(root, { recursive: true }));

const report = join(root, 'plugins/weather/report.api.md');
const write = (file, text) => {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
};
const code = text => write('plugins/weather/src/index.ts', text);
const check = () => apiReports(root, { check: true });

write('tsconfig.json', '{ "compilerOptions": { "target": "es2022", "lib": ["es2022"] } }');
write('plugins/weather/package.json', '{ "name": "weather", "version": "1.0.0" }');

/** An export, and a text that others may translate. */
const city = (type, { key = 'send', words = 'Send', inside = 'name' } = {}) =>
  code(`export const city = (name: ${type}) => \`\${${inside}}\`;
export declare const texts: { readonly "chat.${key}": "${words}"; };\n`);

test('a changed export is named until somebody writes the report anew', () => {
  city('string');
  assert.deepEqual(check(), ['weather'], 'a report that is not there');
  assert.equal(existsSync(report), false, 'a check writes nothing');

  assert.deepEqual(apiReports(root, { check: false }), ['weather']);
  assert.match(readFileSync(report, 'utf8'), /export const city: \(name: string\) => string;/);

  city('string', { inside: "name + ', Korea'", words: 'Post' });
  assert.deepEqual(check(), [], 'what it does inside, and how a text is worded, is nobody else’s');
  city('undefined | string');
  apiReports(root, { check: false });
  city('string | undefined');
  assert.deepEqual(check(), [], 'the order in which the compiler met the members of a type');
  city('string | undefined', { key: 'post' });
  assert.deepEqual(check(), ['weather'], 'a text under another key is a text that is gone');
  city('string');
  assert.deepEqual(check(), ['weather']);
});
