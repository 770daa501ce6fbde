import type { UrlReaderServiceReadTreeResponse } from '@backstage/backend-plugin-api';
import { readManifests } from './manifests';

const tree = (files: Record<string, string>) =>
  ({
    files: async () =>
      Object.entries(files).map(([path, text]) => ({
        path,
        content: async () => Buffer.from(text),
      })),
  }) as unknown as UrlReaderServiceReadTreeResponse;

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\n';
const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n';

describe('the manifests of a repository', () => {
  it('are one Deployment, one Service and ConfigMaps', async () => {
    const more = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n';
    const read = await readManifests(
      tree({ 'manifests/all.yaml': [deployment, service, more].join('---\n'), 'src/x.yaml': ':' }),
    );
    expect(read.deployment.kind).toBe('Deployment');
    expect(read.others.map(({ kind }) => kind)).toEqual(['ConfigMap']);
  });

  it.each([
    [
      'nothing that grants rights',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: a }',
      /manifests\/x.yaml: ClusterRole .* is not deployed/,
    ],
    ['no second Service', service, /more than one Service/],
    ['no broken YAML', 'a: [', /manifests\/x.yaml is no valid YAML/],
    [
      'no other apiVersion',
      'apiVersion: evil/v1\nkind: Service\nmetadata: { name: a }',
      /Service of evil\/v1/,
    ],
  ])('hold %s', async (_, text, sentence) => {
    const files = { 'manifests/a.yaml': deployment, 'manifests/b.yaml': service };
    await expect(readManifests(tree({ ...files, 'manifests/x.yaml': text }))).rejects.toThrow(
      sentence,
    );
  });
});
