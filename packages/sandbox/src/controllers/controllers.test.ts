import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { clusters, deployment, startControllersForTest } from '../testing/controllers.ts';
import { until } from '../testing/until.ts';

type Started = Awaited<ReturnType<typeof startControllersForTest>>;

for (const { name, skip, start } of clusters) {
  describe(`controllers on ${name}`, { skip }, () => {
    let it: Started;
    before(async () => {
      it = await startControllersForTest(start);
      const app = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'app' } };
      await it.client.apply('namespaces', app, 'test');
    });
    after(() => it?.stop());
    const apply = (object: KubernetesObject) => it.client.apply('deployments', object, 'test');
    const podsOf = async (app: string) =>
      (await it.client.list('pods', 'app')).items.filter(pod => pod.metadata.labels?.app === app);
    const stateOf = async (app: string) => (await podsOf(app))[0]?.status?.containerStatuses?.[0];
    const condition = (object: KubernetesObject | undefined, type: string) =>
      object?.status?.conditions?.find((one: { type: string }) => one.type === type);
    const available = (app: string, replicas: number) =>
      until(`${replicas} available of ${app}`, async () => {
        const found = await it.client.get('deployments', { namespace: 'app', name: app });
        const { observedGeneration, ...of } = found?.status ?? {};
        const counts = [of.availableReplicas, of.updatedReplicas, of.replicas];
        return (
          observedGeneration === found?.metadata.generation &&
          counts.every((count = 0) => count === replicas) &&
          found
        );
      });
    const ask = async (pod: KubernetesObject, path = '/') => {
      const address = it.room.dial(pod.status.podIP, 8080);
      assert.ok(address, 'the pod answers');
      return (await fetch(`http://${address.host}:${address.port}${path}`)).text();
    };
    const logsOf = (pod: KubernetesObject, previous = false) =>
      it.room.logs(
        pod,
        { container: 'app', previous, follow: false },
        new AbortController().signal,
      );
    const remove = async (app: string) => {
      // Without a garbage collector in this API server, the parts go one by one.
      await it.client.delete('deployments', { namespace: 'app', name: app });
      for (const set of (await it.client.list('replicasets', 'app')).items)
        if (set.metadata.labels?.app === app) await it.client.delete('replicasets', set.metadata);
      // Again and again: a controller makes one more until it has seen that its set is gone.
      await until(`${app} is gone`, async () => {
        const pods = (await podsOf(app)).map(({ metadata }) => metadata);
        for (const pod of pods) if (!pod.deletionTimestamp) await it.client.delete('pods', pod);
        return pods.length === 0;
      });
    };

    test('a Deployment becomes a process that answers, and 0 replicas end it', async () => {
      await apply(deployment('runs', { image: 'registry.test/app:1' }));
      const found = await available('runs', 1);
      assert.equal(condition(found, 'Available').status, 'True');
      assert.equal(condition(found, 'Progressing').reason, 'NewReplicaSetAvailable');
      const [pod] = await podsOf('runs');
      assert.equal(await ask(pod), '1');
      const [set] = (await it.client.list('replicasets', 'app')).items;
      assert.equal(pod.metadata.ownerReferences?.[0].uid, set.metadata.uid);
      assert.equal(
        pod.metadata.labels?.['pod-template-hash'],
        set.metadata.labels?.['pod-template-hash'],
      );
      assert.match(String(await logsOf(pod)), /listening/);

      const pid = Number(it.room.pid('app', pod.metadata.name));
      await it.client.merge(
        'deployments',
        { namespace: 'app', name: 'runs' },
        { spec: { replicas: 0 } },
      );
      await until('the pod is gone', async () => (await podsOf('runs')).length === 0);
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
      await available('runs', 0);
      await remove('runs');
    });

    test('a rollout keeps answering, and its old pods go', async () => {
      await it.client.apply(
        'services',
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'rolls', namespace: 'app' },
          spec: { selector: { app: 'rolls' }, ports: [{ port: 80, targetPort: 'http' }] },
        },
        'test',
      );
      await apply(deployment('rolls', { image: 'registry.test/app:1', replicas: 2 }));
      await available('rolls', 2);
      const endpoints = async () => {
        const { items } = await it.client.list('endpointslices', 'app');
        const slice = items.find(
          one => one.metadata.labels?.['kubernetes.io/service-name'] === 'rolls',
        );
        const ready = (slice?.endpoints ?? []).filter(
          (one: { conditions: { ready: boolean } }) => one.conditions.ready,
        );
        return ready.map(
          (one: { addresses: string[] }) =>
            it.room.dial(one.addresses[0], slice?.ports[0].port)?.port,
        );
      };
      await until('two endpoints', async () => (await endpoints()).length === 2);

      let rolling = true;
      const heard: string[] = [];
      // As any client of a Service does. A pod may be gone before the slice says so.
      const answered = async () => {
        const ready = await endpoints();
        assert.ok(ready.length > 0, 'there is always an endpoint');
        for (const port of ready.filter(Boolean)) {
          const answer = fetch(`http://127.0.0.1:${port}/`).then(one => one.text());
          const text = await answer.catch(() => undefined);
          if (text) return text;
        }
      };
      const asking = (async () => {
        while (rolling) heard.push(await until('an endpoint answers', answered));
      })();
      await apply(deployment('rolls', { image: 'registry.test/app:2', replicas: 2 }));
      await available('rolls', 2);
      await until('only new pods', async () => (await podsOf('rolls')).length === 2);
      rolling = false;
      await asking;
      assert.deepEqual([...new Set(heard)].sort(), ['1', '2']);
      for (const pod of await podsOf('rolls')) assert.equal(await ask(pod), '2');

      await apply(deployment('rolls', { image: 'registry.test/app:1', replicas: 2 }));
      await available('rolls', 2);
      const sets = (await it.client.list('replicasets', 'app')).items;
      const again = sets.find(set => set.metadata.labels?.app === 'rolls' && set.spec.replicas > 0);
      const history = 'deployment.kubernetes.io/revision-history';
      assert.equal(again?.metadata.annotations?.[history], '1');
      await remove('rolls');
    });

    test('an autoscaler keeps its bounds, and a budget says how many pods may go', async () => {
      const metadata = { name: 'scaled', namespace: 'app' };
      await apply(deployment('scaled', { image: 'registry.test/app:1' }));
      const bounds = { minReplicas: 2, maxReplicas: 3 };
      const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'scaled' };
      const spec = { scaleTargetRef, ...bounds };
      const kind = 'HorizontalPodAutoscaler';
      const autoscaler = { apiVersion: 'autoscaling/v2', kind, metadata, spec };
      await it.client.apply('horizontalpodautoscalers', autoscaler, 'test');
      const selector = { matchLabels: { app: 'scaled' } };
      const budget = {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata,
        spec: { maxUnavailable: 1, selector },
      };
      await it.client.apply('poddisruptionbudgets', budget, 'test');
      await available('scaled', 2);
      // Of a single pod, seen before the second one, one may go as well.
      const allowed = await until('the budget has seen two pods', async () => {
        const found = await it.client.get('poddisruptionbudgets', metadata);
        const { currentHealthy, expectedPods } = found?.status ?? {};
        return currentHealthy === 2 && expectedPods === 2 && found;
      });
      const { desiredHealthy, disruptionsAllowed } = allowed.status;
      assert.deepEqual([desiredHealthy, disruptionsAllowed], [1, 1]);
      assert.equal(condition(allowed, 'DisruptionAllowed').reason, 'SufficientPods');
      const scaled = await until('its status', async () => {
        const found = await it.client.get('horizontalpodautoscalers', metadata);
        return found?.status?.currentReplicas === 2 && found;
      });
      assert.equal(condition(scaled, 'ScalingActive').reason, 'FailedGetResourceMetric');

      await it.client.merge('deployments', metadata, { spec: { replicas: 9 } });
      await available('scaled', 3);
      await it.client.delete('horizontalpodautoscalers', metadata);
      await it.client.delete('poddisruptionbudgets', metadata);
      await remove('scaled');
    });

    test('a process that ends at once shows CrashLoopBackOff, its exit code and its logs', async () => {
      await apply(deployment('breaks', { image: 'registry.test/broken:1' }));
      const status = await until('CrashLoopBackOff', async () => {
        const found = await stateOf('breaks');
        return found?.state?.waiting?.reason === 'CrashLoopBackOff' && found;
      });
      assert.equal(status.lastState.terminated.exitCode, 3);
      assert.equal(status.lastState.terminated.reason, 'Error');
      assert.ok(status.restartCount >= 2);
      const [pod] = await podsOf('breaks');
      for (const previous of [true, false])
        assert.match(String(await logsOf(pod, previous)), /cannot go on/);
      await remove('breaks');
    });

    test('a missing Secret and a missing image are told, and get well when they come', async () => {
      await apply(
        deployment('waits', {
          image: 'registry.test/app:1',
          container: { envFrom: [{ secretRef: { name: 'given' } }] },
        }),
      );
      const reasonOf = async (app: string, reason: string) => {
        const found = await stateOf(app);
        return found?.state?.waiting?.reason === reason && found.state.waiting;
      };
      const waiting = await until('the Secret is missed', () =>
        reasonOf('waits', 'CreateContainerConfigError'),
      );
      assert.equal(waiting.message, 'secret "given" not found');
      await it.client.create(
        'secrets',
        {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: { name: 'given' },
          stringData: { GIVEN: 'yes' },
        },
        'app',
      );
      await available('waits', 1);
      const [pod] = await podsOf('waits');
      assert.equal(JSON.parse(String(await ask(pod, '/env'))).GIVEN, 'yes');
      await remove('waits');

      await apply(deployment('absent', { image: 'registry.test/absent:1' }));
      const pull = await until('the image is missed', () => reasonOf('absent', 'ImagePullBackOff'));
      assert.match(pull.message, /"registry\.test\/absent:1".*not found/);
      await remove('absent');
    });

    test('preStop, then SIGTERM, SIGKILL when the grace is over', async () => {
      await apply(
        deployment('stubborn', {
          image: 'registry.test/stubborn:1',
          spec: { terminationGracePeriodSeconds: 6 },
          container: { lifecycle: { preStop: { sleep: { seconds: 5 } } } },
        }),
      );
      await available('stubborn', 1);
      const [pod] = await podsOf('stubborn');
      const pid = Number(it.room.pid('app', pod.metadata.name));
      const began = Date.now();
      const removing = remove('stubborn');
      await until('it is told to go', async () =>
        Boolean((await podsOf('stubborn'))[0].metadata.deletionTimestamp),
      );
      assert.equal(await ask(pod), 'none', 'it answers on while preStop sleeps');
      await removing;
      assert.equal(it.heard(), 'no', 'it did not go when it was told to');
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
      assert.ok(
        Date.now() - began >= 6900,
        'the sleep, and the two seconds that are left at least',
      );
    });

    test('after a restart of the controllers the pods run again', async () => {
      await apply(deployment('stays', { image: 'registry.test/app:1' }));
      await available('stays', 1);
      const [before] = await podsOf('stays');
      const pid = Number(it.room.pid('app', before.metadata.name));
      await it.restart();
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
      const again = await until('it runs again', async () => {
        const [pod] = await podsOf('stays');
        const status = pod?.status?.containerStatuses?.[0];
        return status?.restartCount === 1 && status.ready && pod;
      });
      assert.equal(again.metadata.uid, before.metadata.uid);
      assert.equal(await ask(again), '1');
      await remove('stays');
    });

    test('what admission refuses shows in the Deployment', async () => {
      await it.client.merge(
        'namespaces',
        { name: 'app' },
        {
          metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
        },
      );
      await apply(deployment('refused', { image: 'registry.test/app:1' }));
      const failure = await until('ReplicaFailure', async () =>
        condition(
          await it.client.get('deployments', { namespace: 'app', name: 'refused' }),
          'ReplicaFailure',
        ),
      );
      assert.equal(failure.reason, 'FailedCreate');
      assert.match(failure.message, /violates PodSecurity "restricted/);
    });
  });
}
