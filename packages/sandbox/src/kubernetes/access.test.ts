import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SignJWT } from 'jose';
import { signingKey } from '../entra/keys.ts';
import { platform, portal } from '../entra/principals.ts';
import { Store } from '../state/store.ts';
import { aksAudience } from './signIn.ts';
import { ask, startClusterForTest } from '../testing/cluster.ts';
import { until } from '../testing/until.ts';

describe('who may do what in the cluster', () => {
  const store = new Store(':memory:');
  let cluster: Awaited<ReturnType<typeof startClusterForTest>>;
  const send = (method: string, path: string, body?: unknown) =>
    ask(cluster.server, method, path, { body });
  before(async () => (cluster = await startClusterForTest(store)));
  after(() => cluster.stop());

  test('the platform team may do all, the portal what infra/cluster says, another nothing', async () => {
    const as = (token: string, path: string) => ask({ ...cluster.server, token }, 'GET', path);
    const entra = await signingKey(store, 'entra');
    const entraToken = (audience: string, oid = 'someone') =>
      new SignJWT({ oid, tid: 't' })
        .setProtectedHeader({ alg: 'RS256' })
        .setAudience(audience)
        .setExpirationTime('5m')
        .sign(entra.key);
    const seen = async (oid: string, path: string) =>
      (await as(await entraToken(aksAudience, oid), path)).status;
    assert.equal(await seen(platform.objectId, '/api/v1/nodes'), 200);
    assert.equal(await seen(portal.objectId, '/api/v1/namespaces'), 200);
    assert.equal(await seen(portal.objectId, '/api/v1/nodes'), 403);
    const nobody = await as(await entraToken(aksAudience), '/api/v1/namespaces');
    assert.equal(
      nobody.body.message,
      'namespaces is forbidden: User "someone" cannot list resource "namespaces" in API group "" at the cluster scope',
    );
    assert.equal(
      (await as(await entraToken('https://management.azure.com'), '/api/v1/pods')).status,
      401,
    );
    assert.equal((await as('', '/api/v1/pods')).body.reason, 'Unauthorized');
    const workload = await cluster.mintServiceAccountToken('default', 'default', { audiences: [] });
    assert.equal((await as(workload, '/apis')).status, 200);
    const refused = await as(workload, '/api/v1/namespaces/default/pods');
    assert.equal(refused.status, 403);
    assert.equal(
      refused.body.message,
      'pods is forbidden: User "system:serviceaccount:default:default" cannot list resource "pods" in API group "" in the namespace "default"',
    );
    const foreign = await cluster.mintServiceAccountToken('default', 'default', {
      audiences: ['api://AzureADTokenExchange'],
    });
    assert.equal((await as(foreign, '/apis')).status, 401);
  });

  test('the portal’s viewer reads pods, and neither secrets nor through the proxy', async () => {
    const token = await cluster.viewerToken();
    const status = async (path: string, method = 'GET') =>
      (await ask({ ...cluster.server, token }, method, path)).status;
    assert.equal(await status('/api/v1/namespaces/default/pods'), 200);
    assert.equal(await status('/apis/apps/v1/deployments'), 200);
    assert.equal(await status('/apis/metrics.k8s.io/v1beta1/namespaces/default/pods'), 200);
    assert.equal(await status('/api/v1/namespaces/default/secrets'), 403);
    assert.equal(await status('/api/v1/namespaces/default/services/a:80/proxy/'), 403);
    assert.equal(await status('/api/v1/namespaces/default/pods/a', 'DELETE'), 403);
  });

  test('a role is what those are together that it names by their label', async () => {
    const rbac = '/apis/rbac.authorization.k8s.io/v1';
    const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' };
    const rule = {
      apiGroups: ['opentelemetry.io'],
      resources: ['instrumentations'],
      verbs: ['list'],
    };
    const token = await cluster.viewerToken();
    const list = async () => {
      const path = '/apis/opentelemetry.io/v1alpha1/instrumentations';
      return (await ask({ ...cluster.server, token }, 'GET', path)).status;
    };
    assert.equal(await list(), 403);
    await send('POST', `${rbac}/clusterroles`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'reads-telemetry', labels },
      rules: [rule],
    });
    await until('it may', async () => (await list()) === 200);
    await send('DELETE', `${rbac}/clusterroles/reads-telemetry`);
    await until('it may not', async () => (await list()) === 403);
  });
});
