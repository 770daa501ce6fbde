import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readManifests } from './manifests';

const tree = (files: Record<string, string>) =>
  Object.entries(files).map(([path, text]) => ({ path, content: Buffer.from(text) }));

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\n';
const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n';
const configMap = 'apiVersion: v1\nkind: ConfigMap\n';
const scaler = (of: string) =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: a }\nspec: { maxReplicas: 3, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${of} } }\n`;
const budget = (field: string) =>
  `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: a }\nspec: { ${field} }\n`;
const pod = (field: string) => `${deployment}spec: { template: { spec: { ${field} } } }`;
/** What lets the portal's pods onto its machines. */
function portalsTolerations(): string {
  const file = resolve(__dirname, '../../../../infra/portal/deployment.yaml');
  const deployed = parseAllDocuments(readFileSync(file, 'utf8'))
    .map(document => document.toJS())
    .find(({ kind }) => kind === 'Deployment');
  return JSON.stringify(deployed.spec.template.spec.tolerations);
}

describe('the manifests of a repository', () => {
  it('are one Deployment, one Service and ConfigMaps', async () => {
    const more = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\n';
    const read = await readManifests(
      tree({ 'manifests/all.yaml': [deployment, service, more].join('---\n'), 'src/x.yaml': ':' }),
    );
    expect(read.deployment.kind).toBe('Deployment');
    expect(read.others.map(({ kind }) => kind)).toEqual(['ConfigMap']);
  });

  it('may scale, and say how many pods may be away', async () => {
    const text = [deployment, service, scaler('a'), budget('maxUnavailable: 1')].join('---\n');
    const { others } = await readManifests(tree({ 'manifests/all.yaml': text }));
    expect(others.map(({ kind }) => kind)).toEqual([
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
    ]);
    const two = `${deployment}spec: { replicas: 2 }\n`;
    const both = [two, service, scaler('a')].join('---\n');
    await expect(readManifests(tree({ 'manifests/all.yaml': both }))).rejects.toThrow(
      /take replicas out/,
    );
    const kept = [two, service, budget('minAvailable: 1')].join('---\n');
    await expect(readManifests(tree({ 'manifests/all.yaml': kept }))).resolves.toBeDefined();
  });

  it('may be as much as an application needs, and no more', async () => {
    const many = (count: number, content: string) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `manifests/c${index}.yaml`,
          `${configMap}metadata: { name: c${index} }\ndata: { text: "${content}" }\n`,
        ]),
      );
    const files = { 'manifests/a.yaml': deployment, 'manifests/b.yaml': service };
    const few = await readManifests(tree({ ...files, ...many(3, 'x'.repeat(200_000)) }));
    expect(few.others).toHaveLength(3);
    await expect(readManifests(tree({ ...files, ...many(49, 'x') }))).rejects.toThrow(
      /more than 50 documents/,
    );
  });

  it.each([
    [
      'nothing that grants rights',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: a }',
      /manifests\/x.yaml: ClusterRole .* is not deployed/,
    ],
    [
      'no label that tells previews apart',
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: a }\nspec: { maxUnavailable: 1, selector: { matchExpressions: [{ key: private-ai-preview, operator: Exists }] } }',
      /manifests\/x.yaml: PodDisruptionBudget names the label private-ai-preview/,
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
      'no image to read',
      pod('volumes: [{ name: v, image: { reference: a } }]'),
      /\[0\].image: nodes/,
    ],
    [
      'no list for a kind',
      `${deployment}`.replace('Deployment', '[Deployment]'),
      /an object of apps/,
    ],
    ['no toleration of all', pod("tolerations: [{ key: '', operator: Exists }]"), /without a key/],
    ['nor of null', pod('tolerations: [{ key: null, operator: Exists }]'), /without a key/],
    [
      'no pods that stay',
      `${deployment}spec: { template: { metadata: { finalizers: [x.example/y] } } }`,
      /template.metadata.finalizers: pods would never go/,
    ],
    ['no pods that linger', pod('terminationGracePeriodSeconds: 31536000'), /within 300 seconds/],
    ['no disk without end', pod('volumes: [{ name: v, emptyDir: {} }]'), /without sizeLimit/],
    ['nor by saying nothing', pod('volumes: [{ name: v, emptyDir: null }]'), /that is none of/],
    [
      'no disk of its own',
      pod('volumes: [{ name: v, ephemeral: { volumeClaimTemplate: {} } }]'),
      /volumes\[0\].ephemeral/,
    ],
    ['no driver', pod('volumes: [{ name: v, csi: { driver: file.csi.azure.com } }]'), /\].csi/],
    ['no node’s files', pod('volumes: [{ name: v, hostPath: { path: / } }]'), /\].hostPath/],
    ['no network of a node', pod('hostNetwork: true'), /spec.hostNetwork/],
    [
      'no probe of others',
      pod('containers: [{ name: a, livenessProbe: { httpGet: { host: 169.254.169.254 } } }]'),
      /containers\[0\].livenessProbe.httpGet.host/,
    ],
    [
      'no other instrumentation',
      `${deployment}spec: { template: { metadata: { annotations: { sidecar.opentelemetry.io/inject: a/b } } } }`,
      /sidecar.opentelemetry.io\/inject/,
    ],
    ['no rank of its own', pod('priorityClassName: high'), /drives others’ pods out/],
    ['nothing unknown', `${deployment}spec: { paused: true }`, /Deployment with spec.paused/],
    ['no text for an object', `${deployment}spec: { template: all }`, /template: it has to be an/],
    [
      'no node of the cluster’s own',
      pod('tolerations: [{ operator: Exists }]'),
      /CriticalAddonsOnly/,
    ],
    [
      'no node of the portal’s',
      pod(`tolerations: ${portalsTolerations()}`),
      /leads to the portal’s own nodes/,
    ],
    ['no scaling of others', scaler('b'), /scales Deployment b: it has to be Deployment a/],
    ['no two that scale', [scaler('a'), scaler('a')].join('---\n'), /more than one Horizontal/],
    ['no pods that hold a node up', budget('minAvailable: 1'), /none of 1 pods go/],
    ['none by share either', budget('maxUnavailable: 0%'), /no node could be drained/],
    [
      'no rank above others',
      pod('priorityClassName: system-node-critical'),
      /priorityClassName: it drives/,
    ],
  ])('hold %s', async (_, text, sentence) => {
    const files = { 'manifests/a.yaml': deployment, 'manifests/b.yaml': service };
    await expect(readManifests(tree({ ...files, 'manifests/x.yaml': text }))).rejects.toThrow(
      sentence,
    );
  });
});
