import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { outsideTruth } from '../../../../testing/outsideTruth.ts';
import { startClusterForTest } from '../testing/cluster.ts';

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
        {
          // it runs this machine's own diff
          env: {
            KUBECONFIG: cluster.kubeconfig,
            HOME: cluster.folder,
            PATH: process.env.PATH,
          },
        },
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

  test('says what an apply would change', async () => {
    const same = await kubectl('diff', '-f', join(cluster.folder, 'c.yaml'));
    assert.deepEqual([same.code, same.out], [0, '']);
    const other = await kubectl('diff', '-f', file('e.yaml', manifests('five', 3, ['C'])));
    assert.equal(other.code, 1);
    assert.match(other.out, /^-\s+(- )?image: three$/m);
    assert.match(other.out, /^\+\s+(- )?image: five$/m);
    const forced = ['--server-side', '--force-conflicts'];
    const asOther = await kubectl('diff', ...forced, '-f', join(cluster.folder, 'e.yaml'));
    assert.match(asOther.out, /^\+\s+(- )?image: five$/m);
  });

  test('waits for a field, for a condition, and not for ever', async () => {
    const web = ['deploy/web', '-n', 'shop'];
    const there = await kubectl('wait', '--for=jsonpath={.spec.replicas}=3', ...web);
    assert.deepEqual([there.code, there.err], [0, '']);
    const waited = kubectl('wait', '--for=condition=Available', ...web, '--timeout=180s');
    const time = '2026-01-01T00:00:00Z';
    const condition = { type: 'Available', status: 'True', reason: 'r', message: 'm' };
    const times = { lastUpdateTime: time, lastTransitionTime: time };
    const patch = JSON.stringify({ status: { conditions: [{ ...condition, ...times }] } });
    await kubectl('patch', ...web, '--subresource=status', '--type=merge', '-p', patch);
    assert.match((await waited).out, /deployment.apps\/web condition met/);
    const never = await kubectl('wait', '--for=condition=Progressing', ...web, '--timeout=1s');
    assert.match(never.err, /timed out waiting/);
  });

  test('shows what a container wrote', async () => {
    const pod = `apiVersion: v1
kind: Pod
metadata: {name: one, namespace: shop}
spec: {containers: [{name: c, image: i}]}
`;
    await kubectl('apply', '-f', file('pod.yaml', pod));
    cluster.setLogs(
      (of, { container, tailLines }) => `${of.metadata.name} ${container} ${tailLines}\n`,
    );
    const { out } = await kubectl('logs', 'one', '-n', 'shop', '--tail=5');
    assert.equal(out, 'one c 5\n');
    await kubectl('delete', 'pod', 'one', '-n', 'shop');
  });

  test('creates without a file, which it sends as protobuf', async () => {
    for (const args of [
      'ns made',
      'configmap c --from-literal=a=b -n made',
      'secret generic s --from-literal=a=b -n made',
      'sa s -n made',
      'quota q --hard=pods=3,requests.cpu=500m -n made',
      'deployment d --image=i --replicas=2 --port=80 -n made',
      'role r --verb=get,list --resource=pods,deployments.apps -n made',
      'rolebinding b --role=r --user=ana --group=team --serviceaccount=made:s -n made',
      'clusterrole made --verb=get --non-resource-url=/metrics',
      'clusterrolebinding made --clusterrole=made --user=ana',
    ]) {
      const { code, err } = await kubectl('create', ...args.split(' '));
      assert.deepEqual([args, code, err], [args, 0, '']);
    }
    const read = async (...of: string[]) =>
      JSON.parse((await kubectl('get', ...of, '-n', 'made', '-o', 'json')).out);
    assert.deepEqual((await read('secret', 's')).data, { a: 'Yg==' });
    assert.deepEqual((await read('quota', 'q')).spec.hard, { pods: '3', 'requests.cpu': '500m' });
    const { spec } = await read('deploy', 'd');
    assert.equal(spec.replicas, 2);
    const [{ ports }] = spec.template.spec.containers;
    assert.deepEqual(ports, [{ containerPort: 80, protocol: 'TCP' }]);
    const subjects = (await read('rolebinding', 'b')).subjects as { name: string }[];
    assert.deepEqual(subjects.map(({ name }) => name).sort(), ['ana', 's', 'team']);
    const budget = await kubectl(
      ...'create pdb p --min-available=1 --selector=a=b -n made'.split(' '),
    );
    assert.match(budget.err, /send it as JSON or YAML, with kubectl by -f/);
  });

  test('says who one is and what one may do', async () => {
    assert.match((await kubectl('auth', 'whoami')).out, /system:masters/);
    assert.equal((await kubectl('auth', 'can-i', 'get', 'pods', '-n', 'made')).out, 'yes\n');
    const account = 'system:serviceaccount:made:s';
    const token = (await kubectl('create', 'token', 's', '-n', 'made')).out.trim();
    const ca = file('ca.pem', cluster.server.ca);
    const server = ['--server', cluster.server.url, '--certificate-authority', ca];
    const as = (...args: string[]) =>
      kubectl('--kubeconfig=/dev/null', ...server, '--token', token, ...args);
    assert.equal((await as('auth', 'can-i', 'list', 'deploy', '-n', 'made')).out, 'yes\n');
    assert.equal((await as('auth', 'can-i', 'delete', 'deploy', '-n', 'made')).out, 'no\n');
    assert.match((await as('auth', 'can-i', '--list', '-n', 'made')).out, /deployments.apps/);
    const refused = await as('delete', 'deploy', 'd', '-n', 'made');
    assert.match(
      refused.err,
      new RegExp(`deployments.apps "d" is forbidden: User "${account}" cannot delete resource`),
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
    const gone = await kubectl('wait', '--for=delete', 'ns/shop', '--timeout=180s');
    assert.equal(gone.code, 0, gone.err);
  });
});
