import assert from 'node:assert/strict';
import http from 'node:http';
import https from 'node:https';
import { after, before, test } from 'node:test';
import type { ArmResource } from '../arm/resource.ts';
import { platform } from '../entra/principals.ts';
import { parseResourceId } from '../arm/resourceId.ts';
import { listen } from '../listen.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { connectHook } from './serviceConnector.ts';
import { clusters, deployment, startControllersForTest } from '../testing/controllers.ts';
import { until } from '../testing/until.ts';

// The whole way of an app without secrets: Service Connector, the webhook's token, Entra, the private name, the model.

type Started = Awaited<ReturnType<typeof startControllersForTest>>;
const sandboxCluster = clusters.find(one => one.name === "the sandbox's cluster");
const subdomain = 'app-test';
const modelName = `${subdomain}.openai.azure.com`;
let it: Started;
let stopModel: (() => Promise<void>) | undefined;
let pod: KubernetesObject;

before(async () => {
  assert.ok(sandboxCluster);
  let url = '';
  it = await startControllersForTest(
    async arm => {
      // Stands where the model room stands: answers those whose token is for it.
      const model = https.createServer(
        await arm.surroundings.authority.serverOptions(),
        (request, response) => {
          const token = String(request.headers.authorization).replace('Bearer ', '');
          arm.verifier.verify(token, 'https://cognitiveservices.azure.com').then(
            ({ oid }) => response.end(`${request.headers.host} knows ${oid}`),
            error => response.writeHead(401).end(String(error)),
          );
        },
      );
      const listening = await listen(model, 0);
      stopModel = listening.stop;
      url = `https://localhost:${listening.port}`;
      return sandboxCluster.start(arm);
    },
    { model: () => url },
  );
  await it.client.apply(
    'namespaces',
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'app' } },
    'test',
  );
});
after(async () => {
  await it?.stop();
  await stopModel?.();
});

/** Writes an Azure resource and waits until it is done. */
async function make(id: string, body: Partial<ArmResource>): Promise<ArmResource> {
  const { arm } = it.arm;
  await until(`${id} is taken`, () => {
    try {
      return arm.write(parseResourceId(id), body, platform.objectId, '2025-01-01');
    } catch (error) {
      // For a while the network provider does not know that an account is made.
      if ((error as { code?: string }).code === 'AccountProvisioningStateInvalid') return undefined;
      throw error;
    }
  });
  return until(id, async () => {
    const found = arm.get(id);
    const state = found?.properties.provisioningState ?? 'Succeeded';
    assert.notEqual(state, 'Failed', id);
    return state === 'Succeeded' && found;
  });
}

async function fromPod(path: string, query: Record<string, string> = {}): Promise<string> {
  const address = it.room.dial(pod.status.podIP, 8080);
  assert.ok(address);
  const url = `http://${address.host}:${address.port}${path}?${new URLSearchParams(query)}`;
  return (await fetch(url)).text();
}

const environment = async (): Promise<Record<string, string>> => JSON.parse(await fromPod('/env'));

/** What the egress proxy answers to a CONNECT with the pod's own credentials. */
async function tunnel(
  target: string,
  password?: string,
): Promise<{ status?: number; sentence: string }> {
  const proxy = new URL((await environment()).HTTPS_PROXY);
  const credentials = `${proxy.username}:${password ?? proxy.password}`;
  return new Promise((resolve, reject) => {
    http
      .request({
        host: proxy.hostname,
        port: proxy.port,
        method: 'CONNECT',
        path: target,
        headers: {
          'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}`,
        },
      })
      .on('connect', (answer, socket, head) => {
        if (answer.statusCode === 200) {
          socket.destroy();
          resolve({ status: 200, sentence: '' });
          return;
        }
        let text = head.toString('utf8');
        socket
          .on('data', part => (text += part))
          .on('end', () => resolve({ status: answer.statusCode, sentence: text }));
      })
      .on('error', reject)
      .end();
  });
}

const policies = (...specs: [string, object][]) =>
  Promise.all(
    specs.map(([name, spec]) =>
      it.client.apply(
        'networkpolicies',
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name, namespace: 'app' },
          spec,
        },
        'test',
      ),
    ),
  );

test('an app signs in with its pod’s token and reaches the model under its private name', async () => {
  const { arm, subscriptionId, tenantId } = it.arm;
  const zone = `/subscriptions/${subscriptionId}/resourceGroups/rg-landing-zone/providers`;
  const location = 'koreacentral';
  const identity = await make(`${zone}/Microsoft.ManagedIdentity/userAssignedIdentities/id-app`, {
    location,
  });
  const account = await make(`${zone}/Microsoft.CognitiveServices/accounts/app-test`, {
    location,
    kind: 'AIServices',
    sku: { name: 'S0' },
    identity: { type: 'SystemAssigned' },
    properties: { customSubDomainName: subdomain, publicNetworkAccess: 'Disabled' },
  });
  const network = `${zone}/Microsoft.Network`;
  const endpoint = await make(`${network}/privateEndpoints/pe-app`, {
    location,
    properties: {
      subnet: { id: `${network}/virtualNetworks/vnet-contoso-koreacentral-01/subnets/pe-subnet` },
      privateLinkServiceConnections: [
        {
          name: 'account',
          properties: { privateLinkServiceId: account.id, groupIds: ['account'] },
        },
      ],
    },
  });
  const unresolved = it.room.resolve(modelName);
  assert.match(
    'refusal' in unresolved ? unresolved.refusal : '',
    /needs a private endpoint with a zone group/,
  );
  const privateZone = `/subscriptions/${subscriptionId}/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`;
  await make(`${endpoint.id}/privateDnsZoneGroups/default`, {
    properties: {
      privateDnsZoneConfigs: [{ name: 'openai', properties: { privateDnsZoneId: privateZone } }],
    },
  });
  const resolved = it.room.resolve(modelName);
  assert.match('address' in resolved ? resolved.address : '', /^10\.2\.0\./);

  arm.hooks.connect = connectHook({ cluster: it.cluster, arm });
  const cluster = `${zone}/Microsoft.ContainerService/managedClusters/aks-contoso-koreacentral-01`;
  const { clientId, principalId } = identity.properties;
  const linkerBody = (scope: string) => ({
    properties: {
      targetService: { type: 'AzureResource', id: account.id },
      authInfo: {
        authType: 'userAssignedIdentity',
        clientId,
        roles: ['5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'],
      },
      scope,
    },
  });
  const linkers = `${cluster}/providers/Microsoft.ServiceLinker/linkers`;
  const linker = await make(`${linkers}/app_model`, linkerBody('app'));
  // A second time changes nothing, and is no error.
  await arm.hooks.connect(linker, arm.get(cluster) as ArmResource);
  await assert.rejects(
    arm.hooks.connect(
      { ...linker, properties: { ...linker.properties, scope: 'nowhere' } },
      arm.get(cluster) as ArmResource,
    ),
    /namespace 'nowhere' does not exist in the cluster aks-contoso-koreacentral-01: create it/,
  );
  const secret = await it.client.get('secrets', { namespace: 'app', name: 'sc-appmodel-secret' });
  assert.equal(secret?.metadata.managedFields?.[0].manager, 'service-connector');
  assert.equal(arm.list(account.id, 'Microsoft.Authorization/roleAssignments').length, 1);

  await it.client.apply(
    'deployments',
    deployment('agent', {
      image: 'registry.test/app:1',
      metadata: { labels: { 'azure.workload.identity/use': 'true' } },
      spec: { serviceAccountName: `sc-account-${clientId}` },
      container: { envFrom: [{ secretRef: { name: 'sc-appmodel-secret' } }] },
    }),
    'test',
  );
  pod = await until('the agent is ready', async () => {
    const [found] = (await it.client.list('pods', 'app')).items;
    return found?.status?.containerStatuses?.[0]?.ready && found;
  });
  const env = await environment();
  assert.equal(env.AZURE_AISERVICES_OPENAI_BASE, `https://${modelName}/`);
  assert.equal(env.AZURE_CLIENT_ID, clientId);
  assert.equal(env.AZURE_TENANT_ID, tenantId);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: env.AZURE_CLIENT_ID,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await fromPod('/file', { path: env.AZURE_FEDERATED_TOKEN_FILE }),
    scope: 'https://cognitiveservices.azure.com/.default',
  });
  const exchanged = await fromPod('/fetch', {
    url: `${env.AZURE_AUTHORITY_HOST}${env.AZURE_TENANT_ID}/oauth2/v2.0/token`,
    form: String(form),
  });
  const { access_token: token } = JSON.parse(exchanged);
  const answer = await fromPod('/fetch', {
    url: env.AZURE_AISERVICES_OPENAI_BASE,
    authorization: `Bearer ${token}`,
  });
  assert.equal(answer, `${modelName} knows ${principalId}`);
});

test('stored NetworkPolicies hold, and nothing outside is reachable', async () => {
  assert.deepEqual(await tunnel(`${modelName}:443`), { status: 200, sentence: '' });
  const outside = await tunnel('example.org:443');
  assert.equal(outside.status, 502);
  assert.match(outside.sentence, /example\.org is not in the sandbox/);

  await policies(['default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }]);
  const denied = await tunnel(`${modelName}:443`);
  assert.equal(denied.status, 403);
  assert.match(
    denied.sentence,
    /namespace app \(default-deny\) do not let pod agent-.* go to app-test\.openai\.azure\.com \(10\.2\.0\.\d+\) on port 443/,
  );
  // Another port, so that no connection of before is used again.
  assert.match(await fromPod('/fetch', { url: `https://${modelName}:8443/` }), /fetch failed/);

  const to = [{ ipBlock: { cidr: '10.2.0.0/22' } }];
  const egress = [{ to, ports: [{ protocol: 'TCP', port: 443 }] }];
  await policies(['private-endpoints', { podSelector: {}, policyTypes: ['Egress'], egress }]);
  assert.equal((await tunnel(`${modelName}:443`)).status, 200);
  assert.equal((await tunnel('login.microsoftonline.com:443')).status, 403);
  assert.equal((await tunnel(`${modelName}:443`, 'guessed')).status, 407);
});
