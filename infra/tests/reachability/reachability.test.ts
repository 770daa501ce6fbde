import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { madeNetwork } from './madeNetwork.ts';
import type { Network } from './network.ts';
import { reach, type Flow } from './reach.ts';
import { parts } from './without.ts';

/** Pods leave the overlay with the address of their node. */
const pod = 'aks-subnet';
/** What every question for a private name needs: the firewall's proxy asks Azure from the hub. */
const asked = (zone: string) => [
  'DNS of vnet-contoso-koreacentral-01',
  'DNS proxy of afwp-afw-contoso-krc-01',
  'peering of vnet-contoso-koreacentral-01',
  'peering of vnet-contoso-koreacentral-prd-01',
  zone,
  `link of ${zone}`,
];
/** What every way out needs. */
const out = [
  'routes of rt-vnet-contoso-koreacentral-01',
  'afw-contoso-krc-01',
  'peering of vnet-contoso-koreacentral-01',
  'peering of vnet-contoso-koreacentral-prd-01',
];
const regional = (domain: string) => `privatelink.koreacentral.${domain}`;

interface Row {
  what: string;
  flow: Flow;
  /** Present: it arrives, through this as its last hop, and through these parts. */
  through?: { last: string; needs: string[] };
  /** Present: it is refused, by this. */
  refusedBy?: string;
}

/** A service with a private endpoint. */
const privately = (
  what: string,
  { to, zone, endpoint, port = 443 }: { to: string; zone: string; endpoint: string; port?: number },
): Row => ({
  what,
  flow: { from: pod, to, port },
  through: { last: endpoint, needs: [...asked(zone), endpoint, 'nsg-pe-subnet/Allow-From-Nodes'] },
});
const outside = (what: string, to: string, rule: string): Row => ({
  what,
  flow: { from: pod, to, port: 443 },
  through: { last: rule, needs: [...out, rule] },
});
const refused = (what: string, flow: Flow, refusedBy: string): Row => ({ what, flow, refusedBy });

/** The document's flows; names that Azure chose are read from what was made. */
function flows(network: Network): Row[] {
  const [cluster] = network.of('Microsoft.ContainerService/managedClusters');
  const [logs] = network.of('Microsoft.OperationalInsights/workspaces');
  const [metrics] = network.of('Microsoft.Monitor/accounts');
  const collection = network
    .of('Microsoft.Insights/dataCollectionEndpoints')
    .map(({ name, properties }) => ({
      name,
      hosts: ['configurationAccess', 'metricsIngestion'].map(
        key => new URL(properties[key].endpoint).hostname,
      ),
    }));
  const ampls = 'pe-ampls-contoso-krc-01';
  const foundry = (domain: string) =>
    privately(`pod → Foundry as ${domain}`, {
      to: `aif-myapp-krc-01.${domain}`,
      zone: `privatelink.${domain}`,
      endpoint: 'pe-aif-myapp-krc-01',
    });
  const registry = (to: string) =>
    privately(`node → registry, ${to}`, {
      to,
      zone: 'privatelink.azurecr.io',
      endpoint: 'pe-acr-contoso-krc-01',
    });
  const logChannel = (domain: string) =>
    privately(`AMA → Log Analytics, ${domain}`, {
      to: `${logs.properties.customerId}.${domain}`,
      zone: `privatelink.${domain}`,
      endpoint: ampls,
    });
  return [
    foundry('cognitiveservices.azure.com'),
    foundry('openai.azure.com'),
    foundry('services.ai.azure.com'),
    registry('acrcontosokrc01.azurecr.io'),
    registry('acrcontosokrc01.koreacentral.data.azurecr.io'),
    privately('portal → its secrets', {
      to: 'kv-contoso-krc-01.vault.azure.net',
      zone: 'privatelink.vaultcore.azure.net',
      endpoint: 'pe-kv-contoso-krc-01',
    }),
    privately('portal → its database', {
      to: 'psql-contoso-krc-01.postgres.database.azure.com',
      zone: 'privatelink.postgres.database.azure.com',
      endpoint: 'pe-psql-contoso-krc-01',
      port: 5432,
    }),
    privately('portal and Grafana → metrics', {
      to: new URL(metrics.properties.metrics.prometheusQueryEndpoint).hostname,
      zone: regional('prometheus.monitor.azure.com'),
      endpoint: 'pe-amw-contoso-krc-01',
    }),
    {
      what: 'portal → AKS API',
      flow: { from: pod, to: cluster.properties.privateFQDN, port: 443 },
      through: {
        last: 'API server',
        needs: [...asked(regional('azmk8s.io')), 'nsg-aks-subnet/Allow-Nodes-And-Pods'],
      },
    },
    ...collection.flatMap(({ name, hosts }) =>
      hosts.map(to =>
        privately(`AMA → ${name}, ${to.split('.').slice(2).join('.')}`, {
          to,
          zone: 'privatelink.monitor.azure.com',
          endpoint: ampls,
        }),
      ),
    ),
    logChannel('ods.opinsights.azure.com'),
    logChannel('oms.opinsights.azure.com'),
    logChannel('agentsvc.azure-automation.net'),
    privately('AMA → solution packs', {
      to: 'scadvisorcontentpl.blob.core.windows.net',
      zone: 'privatelink.blob.core.windows.net',
      endpoint: ampls,
    }),

    outside('build → package index', 'packages.contoso.example', 'pypi-and-cdn/packages'),
    outside('Flux and portal → git', 'git.contoso.example', 'App-Allow-Company/git'),
    outside('pod → Entra', 'login.microsoftonline.com', 'App-Allow-Platform/aks'),
    outside('portal → Resource Manager', 'management.azure.com', 'App-Allow-Platform/aks'),
    outside('node → Azure’s images', 'mcr.microsoft.com', 'App-Allow-Platform/aks'),
    outside(
      'Service Connector’s and Flux’s images',
      'arcmktplaceprod.azurecr.io',
      'App-Allow-Platform/extensions',
    ),
    outside('policy add-on', 'data.policy.core.windows.net', 'App-Allow-Platform/policy'),
    {
      what: 'node → time',
      flow: { from: pod, to: 'ntp.ubuntu.com', port: 123, protocol: 'Udp' },
      through: { last: 'Net-Allow-Time/ntp', needs: [...out, 'Net-Allow-Time/ntp'] },
    },
    {
      what: 'spoke → Azure DNS',
      flow: { from: pod, to: '168.63.129.16', port: 53, protocol: 'Udp' },
      through: { last: 'Net-Allow-DNS/dns', needs: [...out, 'Net-Allow-DNS/dns'] },
    },

    refused(
      'pod → anything else by name',
      { from: pod, to: 'example.org', port: 443 },
      'App-Deny-All-Else/web',
    ),
    refused(
      'pod → a public registry',
      { from: pod, to: 'registry.example.org', port: 443 },
      'App-Deny-All-Else/web',
    ),
    refused(
      'pod → anything else by another port',
      { from: pod, to: 'example.org', port: 22 },
      'Net-Deny-All-Else/not-web',
    ),
    refused(
      'pod → another’s DNS',
      { from: pod, to: '203.0.113.53', port: 53, protocol: 'Udp' },
      'Net-Deny-All-Else/not-tcp',
    ),
    refused(
      'pod → another port of the database',
      { from: pod, to: 'psql-contoso-krc-01.postgres.database.azure.com', port: 22 },
      'nsg-pe-subnet/Deny-All-Else',
    ),
    refused(
      'the hub → Foundry',
      { from: 'AzureFirewallSubnet', to: 'aif-myapp-krc-01.openai.azure.com', port: 443 },
      'nsg-pe-subnet/Deny-All-Else',
    ),
    refused(
      'the endpoints → nodes',
      { from: 'pe-subnet', to: '10.1.0.5', port: 443 },
      'nsg-aks-subnet/Deny-All-Else',
    ),
  ];
}

describe('who reaches what, in the network that was made', () => {
  let network: Network;
  before(async () => {
    network = await madeNetwork();
  });

  test('the document’s flows arrive, or are refused, by the way that it says', () => {
    const table = flows(network);
    const said = table.map(({ what, flow }) => {
      const { allowed, hops } = reach(network, flow);
      return `${what}: ${allowed ? 'arrives by' : 'refused by'} ${hops.at(-1)}`;
    });
    assert.deepEqual(
      said,
      table.map(({ what, through, refusedBy }) =>
        through ? `${what}: arrives by ${through.last}` : `${what}: refused by ${refusedBy}`,
      ),
    );
  });

  test('each part of a way is needed, and each refusal is its rule’s', () => {
    const all = [...parts(network)];
    for (const { what, flow, through, refusedBy } of flows(network)) {
      const before = JSON.stringify(reach(network, flow));
      for (const name of through?.needs ?? [String(refusedBy)]) {
        const found = all.filter(one => one.name === name);
        assert.ok(found.length > 0, `${what}: there is no ${name}`);
        const after = found.map(one => reach(one.without, flow));
        assert.ok(
          after.some(verdict => JSON.stringify(verdict) !== before),
          `${what} does not change without ${name}`,
        );
        if (through)
          assert.ok(
            after.some(({ allowed }) => !allowed || name.includes('/')),
            what,
          );
      }
    }
  });

  test('every private zone answers the spoke, out of the endpoints’ range or the nodes’', () => {
    const zones = network.of('Microsoft.Network/privateDnsZones');
    const silent = zones.filter(
      zone => network.of('Microsoft.Network/privateDnsZones/A', zone.id).length === 0,
    );
    // This size has no Grafana.
    assert.deepEqual(
      silent.map(({ name }) => name),
      ['privatelink.grafana.azure.com'],
    );
    for (const zone of zones)
      for (const record of network.of('Microsoft.Network/privateDnsZones/A', zone.id)) {
        const to = `${record.name}.${zone.name}`;
        const { hops } = reach(network, { from: pod, to, port: 443 });
        assert.equal(hops[1], zone.name, to);
        assert.match(record.properties.aRecords[0].ipv4Address, /^10\.(2\.[0-3]|1\.0)\./, to);
      }
  });

  test('a workspace that leaves the private link scope is told no more', () => {
    const [gone] = network
      .of('Microsoft.Insights/privateLinkScopes/scopedResources')
      .filter(({ name }) => name === 'workspaces-endpoint');
    const scopeless = [...parts(network)].find(({ name }) => name === gone.name);
    assert.ok(scopeless);
    const row = flows(network).find(({ what }) => what.startsWith('AMA → amw-contoso-krc-01'));
    assert.ok(row);
    const { allowed, hops } = reach(scopeless.without, row.flow);
    assert.equal(allowed, false);
    assert.equal(hops.at(-1), 'amw-contoso-krc-01 is not in ampls-contoso-krc-01');
  });
});
