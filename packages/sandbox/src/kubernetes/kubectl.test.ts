import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { outsideTruth } from '../outsideTruth.ts';
import { startClusterForTest } from './startForTest.ts';

const truth = outsideTruth('envtest/start.mjs');

const manifests = (image: string, replicas: number, variables: string[]) => `
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: ${image}
          env: [${variables.map(name => `{name: ${name}, value: x}`).join(', ')}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`;

describe('kubectl', { skip: truth.skip }, () => {
  let cluster: Awaited<ReturnType<typeof startClusterForTest>>;
  let binary: string;
  before(async () => {
    binary = (await import(truth.url)).unpacked('kubectl');
    cluster = await startClusterForTest();
  });
  after(() => cluster?.stop());

  const kubectl = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>(resolve =>
      execFile(
        binary,
        args,
        { env: { KUBECONFIG: cluster.kubeconfig, HOME: cluster.folder } },
        (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
      ),
    );
  const file = (name: string, text: string) => {
    const path = join(cluster.folder, name);
    writeFileSync(path, text);
    return path;
  };

  test('applies, changes and takes away on the client’s side', async () => {
    const first = await kubectl('apply', '-f', file('a.yaml', manifests('one', 2, ['A', 'B'])));
    assert.deepEqual([first.code, first.err], [0, '']);
    assert.match(first.out, /deployment.apps\/web created/);
    const again = await kubectl('apply', '-f', join(cluster.folder, 'a.yaml'));
    assert.match(again.out, /deployment.apps\/web unchanged/);
    const changed = await kubectl('apply', '-f', file('b.yaml', manifests('two', 3, ['B', 'C'])));
    assert.match(changed.out, /deployment.apps\/web configured/);
    const { out } = await kubectl('get', 'deploy', 'web', '-n', 'shop', '-o', 'json');
    const { spec } = JSON.parse(out);
    assert.equal(spec.replicas, 3);
    const [container] = spec.template.spec.containers;
    assert.equal(container.image, 'two');
    assert.deepEqual(container.env, [
      { name: 'B', value: 'x' },
      { name: 'C', value: 'x' },
    ]);
  });

  test('applies on the server’s side, and names who is in the way', async () => {
    const path = file('c.yaml', manifests('three', 3, ['C']));
    const own = await kubectl('apply', '--server-side', '--force-conflicts', '-f', path);
    assert.deepEqual([own.code, own.err], [0, '']);
    const other = file('d.yaml', manifests('four', 3, ['C']));
    const refused = await kubectl('apply', '--server-side', '--field-manager=other', '-f', other);
    assert.equal(refused.code, 1);
    assert.match(
      refused.err,
      /conflict with "kubectl".*\.spec\.template\.spec\.containers\[name="web"\]\.image/,
    );
  });

  test('shows, describes and deletes', async () => {
    const table = await kubectl('get', 'deploy,svc', '-n', 'shop');
    assert.match(table.out, /NAME +READY +UP-TO-DATE +AVAILABLE +AGE/);
    assert.match(table.out, /service\/web +ClusterIP +10\.0\./);
    const described = await kubectl('describe', 'deploy', 'web', '-n', 'shop');
    assert.match(described.out, /Image: +three/);
    const unknown = await kubectl('logs', 'nobody', '-n', 'shop');
    assert.match(unknown.err, /pods "nobody" not found/);
    const deleted = await kubectl('delete', '-f', join(cluster.folder, 'c.yaml'), '--wait=false');
    assert.deepEqual([deleted.code, deleted.err], [0, '']);
    const gone = await kubectl('wait', '--for=delete', 'ns/shop', '--timeout=5s');
    assert.equal(gone.code, 0, gone.err);
  });
});
