import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { sourcesOnDisk } from '../../plugins/private-ai-backend/src/images/sourceLimits.ts';

const MiB = 1024 ** 2;
/** Bytes for what the scaffolder makes meanwhile: a repository of it has a few hundred kB. */
const scaffolder = 512 * MiB;

interface Volume {
  name: string;
  emptyDir?: { sizeLimit: string };
}

test('the portal’s temporary volume holds all commits that may lie on it at once', () => {
  const file = resolve(import.meta.dirname, '../portal/deployment.yaml');
  const deployment = parseAllDocuments(readFileSync(file, 'utf8'))
    .map(document => document.toJS())
    .find(({ kind }) => kind === 'Deployment');
  const volumes: Volume[] = deployment.spec.template.spec.volumes;
  const limit = volumes.find(({ name }) => name === 'tmp')?.emptyDir?.sizeLimit;
  const [, size] = /^(\d+)Gi$/.exec(limit ?? '') ?? [];
  assert.ok(Number(size) * 1024 * MiB >= sourcesOnDisk + scaffolder, `${limit} is too little`);
});
