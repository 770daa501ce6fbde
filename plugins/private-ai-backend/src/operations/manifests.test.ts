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
const configMap = 'apiVersion: v1\nkind: ConfigMap\n';
const pod = (field: string) => `${deployment}spec: { template: { spec: { ${field} } } }`;

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
    ['no address of others', `${service}spec: { externalIPs: [10.0.0.1] }`, /externalIPs/],
    ['no name for others', `${service}spec: { externalName: x.example }`, /externalName/],
    ['no way in from outside', `${service}spec: { type: NodePort }`, /NodePort: use ClusterIP/],
    ['no finalizer', `${configMap}metadata: { name: a, finalizers: [x.example/y] }`, /finalizers/],
    ['no path for a name', `${configMap}metadata: { name: .. }`, /no name, or one/],
    ['no truth for a name', `${configMap}metadata: { name: true }`, /no name, or one/],
    ['no node', pod('nodeName: n'), /nodeName/],
    [
      'no rank above others',
      pod('priorityClassName: system-node-critical'),
      /system-node-critical/,
    ],
  ])('hold %s', async (_, text, sentence) => {
    const files = { 'manifests/a.yaml': deployment, 'manifests/b.yaml': service };
    await expect(readManifests(tree({ ...files, 'manifests/x.yaml': text }))).rejects.toThrow(
      sentence,
    );
  });
});
