import assert from 'node:assert/strict';
import https from 'node:https';
import { after, before, describe, test } from 'node:test';
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { Store } from '../state/store.ts';
import { ask, startClusterForTest } from '../testing/cluster.ts';
import { until } from '../testing/until.ts';

type Cluster = Awaited<ReturnType<typeof startClusterForTest>>;

const configMap = (name: string, labels?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
});
const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const pod = (name: string, resources: object = {}, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'i', resources }], ...more },
});

/** Watches until `count` events have come. */
function events(cluster: Cluster, path: string, count: number) {
  return new Promise<{ type: string; object: { metadata: { name: string } } }[]>(
    (resolve, reject) => {
      const { url, token, ca } = cluster.server;
      const headers = { authorization: `Bearer ${token}` };
      const request = https.get(url + path, { ca, headers, agent: false }, answer => {
        let text = '';
        answer.setEncoding('utf8').on('data', part => {
          text += part;
          const lines = text.split('\n').slice(0, -1);
          if (lines.length < count) return;
          resolve(lines.map(line => JSON.parse(line)));
          request.destroy();
        });
      });
      request.on('error', reject);
    },
  );
}

const seen = (list: Awaited<ReturnType<typeof events>>) =>
  list.map(({ type, object }) => `${type} ${object.metadata.name}`);

describe('the cluster', () => {
  const store = new Store(':memory:');
  let cluster: Cluster;
  const send = (method: string, path: string, body?: unknown, type?: string) =>
    ask(cluster.server, method, path, { body, type });
  before(async () => (cluster = await startClusterForTest(store)));
  after(() => cluster.stop());

  test('a namespace has its account and the CA, and goes with all that is in it', async () => {
    await send('POST', '/api/v1/namespaces', namespace('one'));
    assert.equal((await send('GET', '/api/v1/namespaces/one/serviceaccounts/default')).status, 200);
    const { body } = await send('GET', '/api/v1/namespaces/one/configmaps/kube-root-ca.crt');
    assert.equal(body.data['ca.crt'], cluster.server.ca);
    const running = pod('p', {}, { nodeName: 'n', terminationGracePeriodSeconds: 5 });
    await send('POST', '/api/v1/namespaces/one/pods', running);
    const deletion = await send('DELETE', '/api/v1/namespaces/one');
    assert.equal(deletion.body.status.phase, 'Terminating');
    await until('its accounts are gone', async () => {
      const accounts = await send('GET', '/api/v1/namespaces/one/serviceaccounts');
      return accounts.body.items.length === 0;
    });
    // the node's kubelet has not said that the processes are gone
    const waiting = await send('GET', '/api/v1/namespaces/one/pods/p');
    assert.equal(waiting.body.metadata.deletionGracePeriodSeconds, 5);
    await send('DELETE', '/api/v1/namespaces/one/pods/p', { gracePeriodSeconds: 0 });
    assert.equal((await send('GET', '/api/v1/namespaces/one')).status, 404);
  });

  test('what an object owns goes with it', async () => {
    const owner = (await send('POST', '/api/v1/namespaces/default/configmaps', configMap('owner')))
      .body;
    const reference = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'owner',
      uid: owner.metadata.uid,
    };
    const owned = configMap('owned');
    const metadata = { ...owned.metadata, ownerReferences: [reference] };
    await send('POST', '/api/v1/namespaces/default/configmaps', { ...owned, metadata });
    await send('DELETE', '/api/v1/namespaces/default/configmaps/owner');
    await until(
      'it is gone',
      async () => (await send('GET', '/api/v1/namespaces/default/configmaps/owned')).status === 404,
    );
  });

  test('a finalizer holds an object until it is taken off', async () => {
    const held = configMap('held');
    await send('POST', '/api/v1/namespaces/default/configmaps', {
      ...held,
      metadata: { ...held.metadata, finalizers: ['example.com/hold'] },
    });
    const path = '/api/v1/namespaces/default/configmaps/held';
    assert.ok((await send('DELETE', path)).body.metadata.deletionTimestamp);
    await send('PATCH', path, { metadata: { finalizers: null } }, 'application/merge-patch+json');
    assert.equal((await send('GET', path)).status, 404);
  });

  test(
    'a watch goes on after a resource version, and sees what leaves its selector',
    { timeout: 180_000 },
    async () => {
      const path = '/api/v1/namespaces/default/configmaps';
      const { metadata } = (await send('GET', path)).body;
      const from = `${path}?watch=1&resourceVersion=${metadata.resourceVersion}`;
      await send('POST', path, configMap('w1', { app: 'w' }));
      const selected = events(cluster, `${from}&labelSelector=app%3Dw`, 4);
      await send('POST', path, configMap('w2', { app: 'other' }));
      const relabel = (name: string, app: string) =>
        send(
          'PATCH',
          `${path}/${name}`,
          { metadata: { labels: { app } } },
          'application/merge-patch+json',
        );
      await relabel('w1', 'other');
      await relabel('w2', 'w');
      await send('DELETE', `${path}/w2`);
      assert.deepEqual(seen(await selected), ['ADDED w1', 'DELETED w1', 'ADDED w2', 'DELETED w2']);
      const everything = await events(cluster, from, 5);
      assert.deepEqual(seen(everything), [
        'ADDED w1',
        'ADDED w2',
        'MODIFIED w1',
        'MODIFIED w2',
        'DELETED w2',
      ]);
    },
  );

  test('a watch without a version begins with what is there and says when that is all', async () => {
    const path = '/api/v1/namespaces?watch=true&sendInitialEvents=true&allowWatchBookmarks=true';
    const { body } = await send('GET', '/api/v1/namespaces');
    const list = await events(cluster, path, body.items.length + 1);
    assert.equal(list.at(-1)?.type, 'BOOKMARK');
    assert.ok(list.slice(0, -1).every(({ type }) => type === 'ADDED'));
  });

  test('limits are filled in, and a quota refuses what is too much', async () => {
    await send('POST', '/api/v1/namespaces', namespace('limited'));
    const home = '/api/v1/namespaces/limited';
    await send('POST', `${home}/limitranges`, {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'l' },
      spec: {
        limits: [{ type: 'Container', default: { cpu: '500m' }, defaultRequest: { cpu: '250m' } }],
      },
    });
    await send('POST', `${home}/resourcequotas`, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q' },
      spec: { hard: { pods: '2', 'requests.cpu': '400m' } },
    });
    const first = await send('POST', `${home}/pods`, pod('first'));
    assert.deepEqual(first.body.spec.containers[0].resources, {
      limits: { cpu: '500m' },
      requests: { cpu: '250m' },
    });
    const second = await send('POST', `${home}/pods`, pod('second'));
    assert.equal(
      second.body.message,
      'pods "second" is forbidden: exceeded quota: q, requested: requests.cpu=250m, used: requests.cpu=250m, limited: requests.cpu=400m',
    );
    const quota = await send('GET', `${home}/resourcequotas/q`);
    assert.deepEqual(quota.body.status.used, { pods: '1', 'requests.cpu': '250m' });
  });

  test('a workload’s token verifies by what anybody can read', async () => {
    const { body } = await ask(
      { ...cluster.server, token: '' },
      'GET',
      '/.well-known/openid-configuration',
    );
    assert.equal(body.issuer, cluster.issuer);
    const keys = createRemoteJWKSet(new URL(body.jwks_uri), {
      [customFetch]: async (url: string) => {
        const reply = await ask({ ...cluster.server, token: '' }, 'GET', new URL(url).pathname);
        return Response.json(reply.body);
      },
    });
    const reply = await send('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { audiences: ['api://AzureADTokenExchange'], expirationSeconds: 3600 },
    });
    const { payload } = await jwtVerify(reply.body.status.token, keys, {
      issuer: cluster.issuer,
      audience: 'api://AzureADTokenExchange',
    });
    assert.equal(payload.sub, 'system:serviceaccount:default:default');
  });
});

test('everything is there after a restart, and an older watch is told to list again', async () => {
  const store = new Store(':memory:');
  const first = await startClusterForTest(store);
  const path = '/api/v1/namespaces/default/configmaps';
  const { body } = await ask(first.server, 'POST', path, { body: configMap('kept') });
  await first.stop();
  const second = await startClusterForTest(store);
  try {
    assert.equal(second.adminToken, first.adminToken);
    assert.deepEqual((await ask(second.server, 'GET', `${path}/kept`)).body, body);
    const list = (await ask(second.server, 'GET', path)).body;
    assert.ok(Number(list.metadata.resourceVersion) >= Number(body.metadata.resourceVersion));
    const [gone] = await events(second, `${path}?watch=1&resourceVersion=1`, 1);
    assert.equal(gone.type, 'ERROR');
    assert.equal((gone.object as unknown as { code: number }).code, 410);
  } finally {
    await second.stop();
  }
});
