import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseResourceId } from '../arm/resourceId.ts';
import type { ArmResource } from '../arm/resource.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { clusters, startControllersForTest } from '../testing/controllers.ts';
import { until } from '../testing/until.ts';

// A Pod of its own, as somebody starts one to ask something from inside of the cluster.

const sandboxCluster = clusters.find(one => one.name === "the sandbox's cluster");
let it: Awaited<ReturnType<typeof startControllersForTest>>;

before(async () => {
  assert.ok(sandboxCluster);
  it = await startControllersForTest(sandboxCluster.start);
  await apply('namespaces', { kind: 'Namespace', metadata: { name: 'app' } });
});
after(() => it?.stop());

const apply = (plural: 'namespaces' | 'pods' | 'serviceaccounts', object: object) =>
  it.client.apply(plural, { apiVersion: 'v1', ...object } as KubernetesObject, 'test');

/** Runs a script in a Pod to its end. */
async function run(name: string, script: string, more: { labels?: object; spec?: object } = {}) {
  const metadata = { name, namespace: 'app', labels: more.labels };
  const command = ['node', '-e', script];
  const containers = [{ name: 'main', image: 'registry.test/app:1', command }];
  await apply('pods', {
    kind: 'Pod',
    metadata,
    spec: { restartPolicy: 'Never', containers, ...more.spec },
  });
  const pod = await until(`${name} has ended`, async () => {
    const found = await it.client.get('pods', { namespace: 'app', name });
    return ['Succeeded', 'Failed'].includes(found?.status?.phase) && found;
  });
  const signal = new AbortController().signal;
  const logs = await it.room.logs(
    pod,
    { container: 'main', follow: false, previous: false },
    signal,
  );
  const { exitCode } = pod.status.containerStatuses[0].state.terminated;
  return { phase: pod.status.phase, exitCode, text: String(logs).trim() };
}

const lookUp = (name: string) =>
  `require('dns').promises.lookup('${name}').then(a => console.log(a.address), e => { console.log(e.code); process.exit(3) })`;

test('it runs its own command to the end, once', async () => {
  assert.deepEqual(await run('good', "console.log('done')"), {
    phase: 'Succeeded',
    exitCode: 0,
    text: 'done',
  });
  assert.deepEqual(await run('bad', "console.log('no'); process.exit(7)"), {
    phase: 'Failed',
    exitCode: 7,
    text: 'no',
  });
});

test('names resolve as the network of the cluster resolves them', async () => {
  const { arm, subscriptionId } = it.arm;
  const zone = `/subscriptions/${subscriptionId}/resourceGroups/rg-landing-zone/providers`;
  const make = async (id: string, body: Partial<ArmResource>) => {
    await until(`${id} is taken`, async () => {
      try {
        return arm.write(parseResourceId(id), body, 'test', '2025-01-01');
      } catch (error) {
        assert.match((error as Error).message, /in state Accepted/);
        return undefined;
      }
    });
    return until(id, async () => arm.get(id)?.properties.provisioningState === 'Succeeded');
  };
  const account = `${zone}/Microsoft.CognitiveServices/accounts/names-test`;
  const name = 'names-test.openai.azure.com';
  await make(account, {
    location: 'koreacentral',
    kind: 'AIServices',
    sku: { name: 'S0' },
    properties: { customSubDomainName: 'names-test' },
  });
  const isPublic = /^(?!10\.)\d+\.\d+\.\d+\.\d+$/;
  assert.match((await run('no-endpoint', lookUp(name))).text, isPublic);

  const network = `${zone}/Microsoft.Network`;
  const endpoint = `${network}/privateEndpoints/pe-names`;
  await make(endpoint, {
    location: 'koreacentral',
    properties: {
      subnet: { id: `${network}/virtualNetworks/vnet-contoso-koreacentral-01/subnets/pe-subnet` },
      privateLinkServiceConnections: [
        { name: 'account', properties: { privateLinkServiceId: account, groupIds: ['account'] } },
      ],
    },
  });
  assert.match((await run('no-record', lookUp(name))).text, isPublic);

  const privateDnsZoneId = `/subscriptions/${subscriptionId}/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`;
  await make(`${endpoint}/privateDnsZoneGroups/default`, {
    properties: {
      privateDnsZoneConfigs: [{ name: 'openai', properties: { privateDnsZoneId } }],
    },
  });
  assert.match((await run('private', lookUp(name))).text, /^10\.2\.0\.\d+$/);
  const called = `require('node:dns').lookup('${name}', { all: true }, (e, found) => console.log(JSON.stringify(found)))`;
  assert.match((await run('called', called)).text, /^\[{"address":"10\.2\.0\.\d+","family":4}\]$/);
  assert.equal((await run('local', lookUp('localhost'))).exitCode, 0);
  assert.deepEqual(await run('unknown', lookUp('example.org')), {
    phase: 'Failed',
    exitCode: 3,
    text: 'ENOTFOUND',
  });

  const link = `${privateDnsZoneId}/virtualNetworkLinks/hub`;
  const kept = arm.get(link) as ArmResource;
  arm.put({ ...kept, properties: { ...kept.properties, resolutionPolicy: 'Default' } });
  arm.drop(`${privateDnsZoneId}/A/names-test`);
  assert.equal((await run('nothing', lookUp(name))).text, 'ENOTFOUND');
});

test('it signs in as the identity of its ServiceAccount', async () => {
  const annotations = { 'azure.workload.identity/client-id': 'some-client' };
  await apply('serviceaccounts', {
    kind: 'ServiceAccount',
    metadata: { name: 'agent', namespace: 'app', annotations },
  });
  const script =
    "console.log(process.env.AZURE_CLIENT_ID, require('fs').readFileSync(process.env.AZURE_FEDERATED_TOKEN_FILE, 'utf8').split('.').length)";
  const labels = { 'azure.workload.identity/use': 'true' };
  const { text } = await run('identified', script, {
    labels,
    spec: { serviceAccountName: 'agent' },
  });
  assert.equal(text, 'some-client 3');
});
