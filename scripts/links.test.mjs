import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { brokenLinks } from './links.mjs';

test('what the documents of this repository point to is there', () => {
  assert.deepEqual(brokenLinks(join(import.meta.dirname, '..')), []);
});

test('what is not there is named: a file, a heading, a picture, a path in backticks', () => {
  const root = mkdtempSync(join(tmpdir(), 'private-ai-links-'));
  const write = (file, text) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  try {
    write('docs/images/card.png', '');
    write('plugins/one/src/chat/relay.ts', '');
    write('docs/guide.md', '# The guide\n\n## What `it` says, and *why*\n\n## Twice\n\n## Twice\n');
    write(
      'plugins/one/README.md',
      [
        '[whole](../../docs/guide.md), [part](../../docs/guide.md#what-it-says-and-why)',
        '[again](../../docs/guide.md#twice-1), [here](#one), ![card](../../docs/images/card.png)',
        '# One',
        '`chat/relay.ts`, `plugins/one`, `docs/<name>.md`, `docs/images/…`, `application/json`, `src/chat/*.ts`',
        '<img src="../../docs/images/card.png"> [elsewhere](https://example.com/nothing)',
      ].join('\n\n'),
    );
    assert.deepEqual(brokenLinks(root), []);

    write(
      'README.md',
      [
        '[gone](docs/gone.md), [heading](docs/guide.md#who), [own](#nowhere), ![card](docs/images/gone.png)',
        '[line](plugins/one/src/chat/relay.ts#L1), <img src="gone.svg">, `docs/gone.md`, `docs/<name>.yaml`',
        '```sh\nnode plugins/one/src/gone.ts --check\n```',
      ].join('\n\n'),
    );
    write('plugins/one/docs.md', '`chat/gone.ts`, `src/gone.ts`');
    assert.deepEqual(brokenLinks(root).sort(), [
      'README.md: docs/guide.md has no heading #who',
      'README.md: it has no heading #nowhere',
      'README.md: plugins/one/src/chat/relay.ts has no heading #L1',
      'README.md: there is no docs/<name>.yaml',
      'README.md: there is no docs/gone.md',
      'README.md: there is no docs/gone.md',
      'README.md: there is no docs/images/gone.png',
      'README.md: there is no gone.svg',
      'README.md: there is no plugins/one/src/gone.ts',
      'plugins/one/docs.md: there is no chat/gone.ts',
      'plugins/one/docs.md: there is no src/gone.ts',
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});
