import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findPython } from './interpreter.ts';

const folder = mkdtempSync(join(tmpdir(), 'private-ai-interpreter-'));
after(() => rmSync(folder, { recursive: true }));

/** A program that answers as a Python of this version would. */
function python(version: number[], whole = true): string {
  const file = join(folder, `python${version.join('.')}${whole ? '' : '-bare'}`);
  writeFileSync(file, `#!/bin/sh\necho '${JSON.stringify([file, version, whole])}'\n`);
  chmodSync(file, 0o755);
  return file;
}

test('the first that is new enough and makes environments', async () => {
  const good = python([3, 13, 1]);
  const found = await findPython([
    'python-that-is-not-there',
    python([3, 10, 9]),
    python([3, 12, 4], false),
    good,
    python([3, 14, 0]),
  ]);
  assert.deepEqual(found, { program: good, version: '3.13.1' });
});

test('without one, a sentence that says what is there', async () => {
  const problem = async (names: string[]) => {
    const found = await findPython(names);
    return 'problem' in found ? found.problem : undefined;
  };
  const sentence =
    'This machine cannot run Python apps: the sandbox needs Python 3.11 or newer with its venv module.';
  assert.equal(await problem(['python-that-is-not-there']), `${sentence} It has no Python.`);
  assert.equal(
    await problem([python([3, 9, 2]), python([3, 12, 4], false)]),
    `${sentence} It has 3.9.2, 3.12.4 without its venv module.`,
  );
});
