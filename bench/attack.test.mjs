import assert from 'node:assert/strict';
import { stripTypeScriptTypes } from 'node:module';
import { test } from 'node:test';
import { all } from './attack/cases.mjs';
import { groups } from './attack/defences.mjs';
import { editedFiles } from './attack/disarmedCopy.mjs';

test('each case has a defence that can be taken out', () => {
  const defended = groups.flat().map(({ id }) => String(id));
  assert.deepEqual(defended.sort(), all.map(({ id }) => String(id)).sort());
  for (const { id, out, through, harms } of groups.flat()) {
    assert.ok(out.length > 0, `nothing is taken out for ${id}`);
    assert.ok(through || harms, `nothing says when ${id} has got through`);
  }
});

test('every defence is where it is taken out, and what is left is TypeScript', () => {
  for (const group of groups)
    for (const [file, text] of Object.entries(editedFiles(group.flatMap(({ out }) => out))))
      if (file.endsWith('.ts'))
        assert.doesNotThrow(() => stripTypeScriptTypes(text, { mode: 'transform' }), file);
});
