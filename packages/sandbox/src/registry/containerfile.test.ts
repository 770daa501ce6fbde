import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listForm, pairsOf, parseContainerfile, substituted, wordsOf } from './containerfile.ts';

test('continued lines, comments and flags', () => {
  const parsed = parseContainerfile(`FROM node:24 AS build
# a comment
RUN npm ci \\
  # a comment inside
  --omit=dev
copy --from=build --chown=1:1 /a /b
`);
  assert.deepEqual(
    parsed.map(({ line, name, flags, text }) => ({ line, name, flags, text })),
    [
      { line: 1, name: 'FROM', flags: {}, text: 'node:24 AS build' },
      { line: 3, name: 'RUN', flags: {}, text: 'npm ci --omit=dev' },
      { line: 6, name: 'COPY', flags: { from: 'build', chown: '1:1' }, text: '/a /b' },
    ],
  );
  assert.throws(() => parseContainerfile('FROM a\nFRM b'), /line 2 \(FRM b\): unknown instruction/);
});

test('words, lists, pairs and variables', () => {
  assert.deepEqual(wordsOf(`node -e "a \\"b\\" c" 'd e' f\\ g`), [
    'node',
    '-e',
    'a "b" c',
    'd e',
    'f g',
  ]);
  assert.deepEqual(listForm('["node", "main.js"]'), ['node', 'main.js']);
  assert.equal(listForm('node main.js'), undefined);
  assert.deepEqual(pairsOf('A=1 B="two words" C='), [
    ['A', '1'],
    ['B', 'two words'],
    ['C', ''],
  ]);
  assert.deepEqual(pairsOf('A one value'), [['A', 'one value']]);
  assert.equal(substituted('$A-${B}-${C:-c}-\\$D-$E', { A: 'a', B: 'b', D: 'd' }), 'a-b-c-$D-');
});
