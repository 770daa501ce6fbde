import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { clusters, startControllersForTest } from '../testing/controllers.ts';
import { until } from '../testing/until.ts';

// Pods of more than one container, their volumes, and where they are to run.

for (const { name, skip, start } of clusters) {
  describe(`pods on ${name}`, { skip }, () => {
    let it: Awaited<ReturnType<typeof startControllersForTest>>;
    before(async () => {
      it = await startControllersForTest(start);
      await apply('namespaces', { kind: 'Namespace', metadata: { name: 'app' } });
      // Without controllers of its own this API server makes none.
      await apply('serviceaccounts', {
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace: 'app' },
      });
    });
    after(() => it?.stop());

    type Plural = 'namespaces' | 'pods' | 'serviceaccounts' | 'configmaps';
    const apply = (plural: Plural, object: object) =>
      it.client.apply(plural, { apiVersion: 'v1', ...object } as KubernetesObject, 'test');
    const says = (name: string, script: string, more: object = {}) => ({
      name,
      image: 'registry.test/app:1',
      command: ['node', '-e', script],
      ...more,
    });
    const pod = (name: string, spec: object) =>
      apply('pods', {
        kind: 'Pod',
        metadata: { name, namespace: 'app' },
        spec: { terminationGracePeriodSeconds: 2, automountServiceAccountToken: false, ...spec },
      });
    const find = async (name: string) => it.client.get('pods', { namespace: 'app', name });
    const when = (name: string, what: string, is: (pod: KubernetesObject) => unknown) =>
      until(`${name}: ${what}`, async () => {
        const found = await find(name);
        return found && is(found) ? found : undefined;
      });
    const log = async (of: KubernetesObject, container: string) => {
      const options = { container, previous: false, follow: false };
      return String(await it.room.logs(of, options, new AbortController().signal));
    };
    const warned = async (of: string) =>
      (await it.client.list('events', 'app')).items
        .filter(event => event.involvedObject.name === of)
        .map(({ reason, message }) => `${reason}: ${message}`);
    const forever = 'setInterval(() => {}, 1000)';

    test('init containers first and in order, sidecars beside all, an end for every container', async () => {
      const shared = { volumeMounts: [{ name: 'shared', mountPath: '/shared' }] };
      const env = [{ name: 'FILE', value: '/shared/order' }];
      const note = (who: string) =>
        `require('fs').appendFileSync(process.env.FILE, '${who} '); console.log('${who}')`;
      await pod('several', {
        restartPolicy: 'Never',
        volumes: [{ name: 'shared', emptyDir: {} }],
        initContainers: [
          says('first', note('first'), { ...shared, env }),
          says('beside', `${note('beside')}; ${forever}`, {
            ...shared,
            env,
            restartPolicy: 'Always',
          }),
          says('second', `setTimeout(() => { ${note('second')} }, 500)`, { ...shared, env }),
        ],
        containers: [
          says('one', `console.log(require('fs').readFileSync(process.env.FILE, 'utf8'))`, {
            ...shared,
            env,
          }),
          says('two', `console.log('two'); setTimeout(() => process.exit(4), 300)`),
        ],
      });
      const initializing = await when('several', 'initialises', ({ status }) =>
        status?.conditions?.some(
          (one: { type: string; status: string }) =>
            one.type === 'Initialized' && one.status === 'False',
        ),
      );
      assert.equal(initializing.status.phase, 'Pending');
      assert.match(
        JSON.stringify(initializing.status.conditions),
        /containers with incomplete status: \[.*second\]/,
      );
      const done = await when('several', 'ends', ({ status }) => status?.phase === 'Failed');
      assert.deepEqual((await log(done, 'one')).trim().split(' '), ['first', 'beside', 'second']);
      assert.equal((await log(done, 'two')).trim(), 'two');
      const codes = (statuses: KubernetesObject[]) =>
        statuses.map(({ name, state }) => [name, state.terminated?.exitCode]);
      assert.deepEqual(codes(done.status.containerStatuses), [
        ['one', 0],
        ['two', 4],
      ]);
      const { status } = await when('several', 'its sidecar ends', found =>
        found.status.initContainerStatuses.every((one: KubernetesObject) => one.state.terminated),
      );
      assert.equal(status.phase, 'Failed');
    });

    test('a failing init container keeps the others waiting, and is tried again', async () => {
      await pod('stuck', {
        initContainers: [says('prepare', "console.error('not yet'); process.exit(2)")],
        containers: [says('main', forever)],
      });
      const { status } = await when('stuck', 'CrashLoopBackOff', found => {
        const [init] = found.status?.initContainerStatuses ?? [];
        return init?.state?.waiting?.reason === 'CrashLoopBackOff';
      });
      assert.equal(status.phase, 'Pending');
      assert.equal(status.initContainerStatuses[0].lastState.terminated.exitCode, 2);
      assert.equal(status.containerStatuses[0].state.waiting.reason, 'PodInitializing');
      await until('the warning', async () =>
        (await warned('stuck')).some(one => /^BackOff: Back-off restarting failed/.test(one)),
      );
      await it.client.delete('pods', { namespace: 'app', name: 'stuck' });
    });

    test('a changed ConfigMap shows in its volume, not in a sub-path of it', async () => {
      const config = (data: Record<string, string>) =>
        apply('configmaps', {
          kind: 'ConfigMap',
          metadata: { name: 'config', namespace: 'app' },
          data,
        });
      await pod('reads', {
        volumes: [{ name: 'config', configMap: { name: 'config' } }],
        containers: [
          {
            name: 'main',
            image: 'registry.test/app:1',
            ports: [{ name: 'http', containerPort: 8080 }],
            env: [
              { name: 'WHOLE', value: '/etc/config' },
              { name: 'PART', value: '/etc/part.json' },
            ],
            volumeMounts: [
              { name: 'config', mountPath: '/etc/config' },
              { name: 'config', mountPath: '/etc/part.json', subPath: 'keys.json' },
            ],
            readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 1 },
          },
        ],
      });
      await until('it is told what misses', async () =>
        (await warned('reads')).includes(
          'FailedMount: MountVolume.SetUp failed for volume "config" : configmap "config" not found',
        ),
      );
      const [waiting] = (await find('reads'))?.status.containerStatuses ?? [];
      assert.deepEqual(waiting.state, { waiting: { reason: 'ContainerCreating' } });

      await config({ 'keys.json': 'old', gone: 'soon' });
      const found = await when('reads', 'is ready', ({ status }) =>
        status?.containerStatuses?.every((one: KubernetesObject) => one.ready),
      );
      const ask = async (path: string) => {
        const at = it.room.dial(found.status.podIP, 8080);
        return (await fetch(`http://${at?.host}:${at?.port}${path}`)).text();
      };
      const { WHOLE, PART } = JSON.parse(await ask('/env'));
      const file = (path: string) => ask(`/file?${new URLSearchParams({ path })}`);
      assert.deepEqual([await file(`${WHOLE}/keys.json`), await file(PART)], ['old', 'old']);

      await config({ 'keys.json': 'new' });
      await until('the new content', async () => (await file(`${WHOLE}/keys.json`)) === 'new');
      await until('the file that is gone', async () => /ENOENT/.test(await file(`${WHOLE}/gone`)));
      assert.equal(await file(PART), 'old');
      await it.client.delete('pods', { namespace: 'app', name: 'reads' });
    });

    test('a pod that fits nowhere says why, and runs as soon as it does', async () => {
      const node = { name: String((await it.client.list('nodes')).items[0].metadata.name) };
      const reason = async (name: string) => {
        const found = await when(name, 'is refused', ({ status }) =>
          status?.conditions?.some((one: { reason: string }) => one.reason === 'Unschedulable'),
        );
        return found.status.conditions.find((one: { type: string }) => one.type === 'PodScheduled')
          .message;
      };
      const main = says('main', forever);
      const requests = { cpu: '64', memory: '1Ti' };
      await pod('large', { containers: [{ ...main, resources: { requests } }] });
      assert.equal(
        await reason('large'),
        '0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient memory. preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
      );
      await pod('picky', { nodeSelector: { disk: 'fast' }, containers: [main] });
      assert.equal(
        await reason('picky'),
        "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
      );
      const taints = [{ key: 'workload', value: 'general', effect: 'NoSchedule' }];
      await it.client.merge('nodes', node, { spec: { taints } });
      await pod('shy', { containers: [main] });
      assert.match(
        await reason('shy'),
        /^0\/1 nodes are available: 1 node\(s\) had untolerated taint \{workload: general\}\./,
      );
      const tolerations = [{ key: 'workload', operator: 'Equal', value: 'general' }];
      await pod('tolerant', { tolerations, containers: [main] });
      await when('tolerant', 'runs', ({ status }) => status?.phase === 'Running');
      assert.match((await warned('shy')).join(), /FailedScheduling: 0\/1 nodes/);
      await it.client.merge('nodes', node, { spec: { taints: [] } });
      await when('shy', 'runs', ({ status }) => status?.phase === 'Running');
      for (const name of ['large', 'picky', 'shy', 'tolerant'])
        await it.client.delete('pods', { namespace: 'app', name });
      await until('they are gone', async () => !(await find('shy')));
    });
  });
}
