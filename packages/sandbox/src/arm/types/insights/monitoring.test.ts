import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { emptySubscription } from '../../../testing/emptySubscription.ts';

let it: Awaited<ReturnType<typeof emptySubscription>>;
const location = 'koreacentral';
const logs = 'Microsoft.OperationalInsights/workspaces/log-contoso';
const metrics = 'Microsoft.Monitor/accounts/amw-contoso';
const scope = 'Microsoft.Insights/privateLinkScopes/ampls-contoso';
const endpoint = 'Microsoft.Insights/dataCollectionEndpoints/dce-contoso';
const rule = 'Microsoft.Insights/dataCollectionRules/dcr-contoso';

const linked = (id: string) => ({ properties: { linkedResourceId: it.at(id) } });

before(async () => {
  it = await emptySubscription();
  await it.make(metrics, { location, properties: {} });
  await it.make(endpoint, { location, properties: {} });
  await it.make(`${endpoint}-b`, { location, properties: {} });
});
after(() => it.stop());

test('a log workspace has a SKU and a retention of its own', async () => {
  const workspace = (properties: object) => ({ location, properties });
  await it.refused(logs, workspace({ sku: { name: 'Gold' } }), 'InvalidParameter');
  await it.refused(logs, workspace({ retentionInDays: 7 }), 'InvalidParameter');
  await it.refused(logs.replace('log-', '-'), workspace({}), 'InvalidResourceName');
  await it.make(logs, workspace({ retentionInDays: 90 }));
});

test('a private link scope takes collection endpoints and log workspaces, each once, and no Prometheus workspace', async () => {
  await it.refused(scope, { location, properties: {} }, 'LocationNotAvailableForResourceType');
  await it.make(scope, { location: 'global', properties: {} });
  await it.refused(`${scope}/scopedResources/one`, linked(metrics), 'InvalidLinkedResource');
  await it.make(`${scope}/scopedResources/one`, linked(endpoint));
  const again = 'LinkedResourceAlreadyInScope';
  await it.refused(`${scope}/scopedResources/two`, linked(endpoint), again);
  it.room.arm.timing.change({ scale: 0.02 });
  const both = [logs, `${endpoint}-b`].map((id, index) =>
    it.client.send('PUT', it.at(`${scope}/scopedResources/at-once-${index}`), linked(id)),
  );
  const statuses = (await Promise.all(both)).map(({ status }) => status).sort();
  it.room.arm.timing.change({ scale: 0 });
  assert.deepEqual(statuses, [201, 409], 'one after the other');
});

test('what comes into a scope, or leaves it, comes to the endpoint of the scope and to its zones', async () => {
  const network = 'Microsoft.Network/virtualNetworks/vnet';
  await it.make(network, {
    location,
    properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
  });
  await it.make(`${network}/subnets/pe`, { properties: { addressPrefix: '10.0.0.0/24' } });
  const other = 'Microsoft.Insights/privateLinkScopes/other';
  await it.make(other, { location: 'global', properties: {} });
  const way = 'Microsoft.Network/privateEndpoints/pe-scope';
  const privateLinkServiceId = it.at(other);
  await it.make(way, {
    location,
    properties: {
      subnet: { id: it.at(`${network}/subnets/pe`) },
      privateLinkServiceConnections: [
        { name: 'scope', properties: { privateLinkServiceId, groupIds: ['azuremonitor'] } },
      ],
    },
  });
  const zone = 'Microsoft.Network/privateDnsZones/privatelink.monitor.azure.com';
  await it.make(zone, { location: 'global' });
  const config = { name: 'monitor', properties: { privateDnsZoneId: it.at(zone) } };
  await it.make(`${way}/privateDnsZoneGroups/default`, {
    properties: { privateDnsZoneConfigs: [config] },
  });
  const records = () => it.room.arm.list(`${it.at(zone)}/A`).map(({ name }) => name);
  const before = records();
  assert.ok(before.includes('api'));
  await it.make(`${other}/scopedResources/dce`, linked(endpoint));
  const came = records().filter(name => !before.includes(name));
  assert.ok(came.length > 0 && came.every(name => name.startsWith('dce-')), `${came}`);
  const { customDnsConfigs } = it.room.arm.get(it.at(way))!.properties;
  const addresses = customDnsConfigs.flatMap((one: { ipAddresses: string[] }) => one.ipAddresses);
  assert.equal(new Set(addresses).size, addresses.length);
  await it.client.send('DELETE', it.at(`${other}/scopedResources/dce`));
  it.room.arm.settle();
  assert.deepEqual(records(), before);
});

test('a rule sends where it says; an association names a rule, or the endpoint by its own name', async () => {
  const sending = (to: string, accountResourceId = it.at(metrics)) => ({
    location,
    properties: {
      destinations: { monitoringAccounts: [{ name: 'workspace', accountResourceId }] },
      dataFlows: [{ streams: ['Microsoft-PrometheusMetrics'], destinations: [to] }],
    },
  });
  await it.refused(rule, sending('elsewhere'), 'InvalidPayload');
  await it.refused(rule, sending('workspace', it.at(`${metrics}-none`)), 'InvalidPayload');
  await it.make(rule, sending('workspace'));
  const cluster = 'Microsoft.ContainerService/managedClusters/aks';
  await it.make(cluster, { location, identity: { type: 'SystemAssigned' }, properties: {} });
  const association = `${cluster}/providers/Microsoft.Insights/dataCollectionRuleAssociations`;
  const toEndpoint = { properties: { dataCollectionEndpointId: it.at(endpoint) } };
  await it.refused(`${association}/one`, { properties: {} }, 'InvalidPayload');
  await it.refused(`${association}/one`, toEndpoint, 'InvalidAssociationName');
  await it.make(`${association}/configurationAccessEndpoint`, toEndpoint);
  await it.make(`${association}/one`, { properties: { dataCollectionRuleId: it.at(rule) } });
});

test('a Prometheus workspace comes with an endpoint and a rule, which go with it', async () => {
  const { defaultIngestionSettings } = (await it.client.send('GET', it.at(metrics))).body
    .properties;
  const { dataCollectionEndpointResourceId: made } = defaultIngestionSettings;
  assert.match(made, /\/resourceGroups\/MA_amw-contoso_koreacentral_managed\//);
  assert.ok(it.room.arm.get(made));
  await it.refused(`${metrics}-`, { location, properties: {} }, 'InvalidResourceName');
  const group = 'Microsoft.AlertsManagement/prometheusRuleGroups/rules';
  const rules = (scoped: string, one: object) => ({
    location,
    properties: { scopes: [it.at(scoped)], rules: [one] },
  });
  await it.refused(group, rules(endpoint, { record: 'a' }), 'BadRequest');
  await it.refused(group, rules(metrics, { record: 'a', alert: 'b' }), 'BadRequest');
  await it.refused(`${group}%2B`, rules(metrics, { record: 'a' }), 'InvalidResourceName');
  const every = (interval: string, count = 1) => ({
    location,
    properties: { scopes: [it.at(metrics)], interval, rules: Array(count).fill({ record: 'a' }) },
  });
  await it.refused(group, every('PT20M'), 'BadRequest');
  await it.refused(group, every('PT1M', 21), 'BadRequest');
  await it.make(group, rules(metrics, { record: 'a' }));
  const grafana = 'Microsoft.Dashboard/grafana/amg-contoso';
  const over = (id: string) => ({
    location,
    identity: { type: 'SystemAssigned' },
    properties: {
      grafanaIntegrations: {
        azureMonitorWorkspaceIntegrations: [{ azureMonitorWorkspaceResourceId: it.at(id) }],
      },
    },
  });
  await it.refused(grafana, over(`${metrics}-none`), 'InvalidAzureMonitorWorkspace');
  await it.refused(grafana, { ...over(metrics), sku: { name: 'Gold' } }, 'InvalidSku');
  await it.make(grafana, over(metrics));
  const way = (groupIds: string[]) => ({
    location,
    properties: { privateLinkResourceId: it.at(metrics), groupIds },
  });
  await it.refused(`${grafana}/managedPrivateEndpoints/way`, way(['account']), 'InvalidGroupId');
  await it.make(`${grafana}/managedPrivateEndpoints/way`, way(['prometheusMetrics']));
  const { connectionState } = it.room.arm.get(
    it.at(`${grafana}/managedPrivateEndpoints/way`),
  )!.properties;
  assert.equal(connectionState.status, 'Pending', 'somebody approves it');

  await it.client.send('DELETE', it.at(metrics));
  it.room.arm.settle();
  assert.equal(it.room.arm.get(made), undefined);
});

test('logs go once to one place', async () => {
  const setting = `${endpoint}/providers/Microsoft.Insights/diagnosticSettings`;
  const to = (id: string) => ({ properties: { workspaceId: it.at(id), logs: [] } });
  await it.refused(`${setting}/one`, to(`${logs}-none`), 'ResourceNotFound');
  await it.make(`${setting}/one`, to(logs));
  await it.refused(`${setting}/two`, to(logs), 'Conflict');
});
