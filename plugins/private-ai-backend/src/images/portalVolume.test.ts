import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { sourcesOnDisk } from './sourceLimits';

const MiB = 1024 ** 2;
/** Bytes for what the scaffolder makes meanwhile: a repository of it has a few hundred kB. */
const scaffolder = 512 * MiB;

interface Volume {
  name: string;
  emptyDir?: { sizeLimit: string };
}

it('the portal’s temporary volume holds all commits that may lie on it at once', () => {
  const file = resolve(__dirname, '../../../../infra/portal/deployment.yaml');
  const deployment = parseAllDocuments(readFileSync(file, 'utf8'))
    .map(document => document.toJS())
    .find(({ kind }) => kind === 'Deployment');
  const volumes: Volume[] = deployment.spec.template.spec.volumes;
  const limit = volumes.find(({ name }) => name === 'tmp')?.emptyDir?.sizeLimit;
  const [, size] = /^(\d+)Gi$/.exec(limit ?? '') ?? [];
  expect(Number(size) * 1024 * MiB).toBeGreaterThanOrEqual(sourcesOnDisk + scaffolder);
});
