import type { Network } from './network.ts';
import { asking, builder, hub, pod, portal, proxy, spoke, type Row } from './row.ts';

const regional = (domain: string) => `privatelink.koreacentral.${domain}`;
const scope = {
  endpoint: 'pe-ampls-contoso-krc-01',
  service: 'ampls-contoso-krc-01',
};

interface Private {
  to: string;
  zone: string;
  /** Its name in the zone. */
  record: string;
  endpoint: string;
  service: string;
  port?: number;
  /** Who asks; a pod when left out. */
  from?: string;
}

/** To a service with a private endpoint, asked by its public name. */
function privately(what: string, of: Private): Row {
  const { to, zone, record, endpoint, service, port = 443, from = pod } = of;
  const who = from === builder ? 'Builders' : port === 443 ? 'Nodes' : 'Portal';
  const rule = `nsg-pe-subnet/Allow-From-${who}`;
  return {
    what,
    flow: { from, to, port },
    hops: [from, proxy, zone, `endpoint route of ${endpoint}`, rule, endpoint, service],
    needs: [
      ...asking,
      [zone, `for ${to}`],
      [`link of ${zone}`, `${zone} is not linked to ${hub} for ${to}`],
      [`record ${record} of ${zone}`, `no record in ${zone} for ${to}`],
      [endpoint, 'nobody at 10.2.'],
      [`approval of ${endpoint}`, `${endpoint} is Rejected`],
      [rule, 'nsg-pe-subnet/Deny-All-Else'],
    ],
  };
}

/** To something in the private link scope. */
const inScope = (row: Row, owner: string): Row => ({
  ...row,
  needs: [
    ...(row.needs ?? []),
    [`${owner} of ${scope.service}`, `${owner} is not in ${scope.service}`],
  ],
});

/** What is reached inside of the network; names that Azure chose are read from what was made. */
export function privateFlows(network: Network): Row[] {
  const [metrics] = network.of('Microsoft.Monitor/accounts');
  const query = new URL(metrics.properties.metrics.prometheusQueryEndpoint).hostname;
  return [
    ...['cognitiveservices.azure.com', 'openai.azure.com', 'services.ai.azure.com'].map(domain =>
      privately(`pod → Foundry as ${domain}`, {
        to: `aif-myapp-krc-01.${domain}`,
        zone: `privatelink.${domain}`,
        record: 'aif-myapp-krc-01',
        endpoint: 'pe-aif-myapp-krc-01',
        service: 'aif-myapp-krc-01',
      }),
    ),
    ...[pod, builder].flatMap(from =>
      ['acrcontosokrc01', 'acrcontosokrc01.koreacentral.data'].map(record =>
        privately(`${from} → registry, ${record}`, {
          from,
          to: `${record}.azurecr.io`,
          zone: 'privatelink.azurecr.io',
          record,
          endpoint: 'pe-acr-contoso-krc-01',
          service: 'acrcontosokrc01',
        }),
      ),
    ),
    privately('portal → its secrets', {
      from: portal,
      to: 'kv-contoso-krc-01.vault.azure.net',
      zone: 'privatelink.vaultcore.azure.net',
      record: 'kv-contoso-krc-01',
      endpoint: 'pe-kv-contoso-krc-01',
      service: 'kv-contoso-krc-01',
    }),
    privately('portal → its database', {
      from: portal,
      to: 'psql-contoso-krc-01.postgres.database.azure.com',
      zone: 'privatelink.postgres.database.azure.com',
      record: 'psql-contoso-krc-01',
      endpoint: 'pe-psql-contoso-krc-01',
      service: 'psql-contoso-krc-01',
      port: 5432,
    }),
    privately('portal → metrics', {
      from: portal,
      to: query,
      zone: regional('prometheus.monitor.azure.com'),
      record: query.split('.')[0],
      endpoint: 'pe-amw-contoso-krc-01',
      service: metrics.name,
    }),
    {
      what: 'Grafana → metrics',
      flow: { from: 'amg-contoso-krc-01', to: query, port: 443 },
      hops: ['amg-contoso-krc-01', 'prometheus', metrics.name],
      needs: [
        ['prometheus', `accounts ${metrics.name} is closed to the Internet`],
        ['approval of prometheus', 'prometheus is Pending'],
      ],
    },
    clusterApi(network),
    ...inTheCluster(),
    ...collection(network),
    ...logs(network),
    privately('AMA → solution packs', {
      to: 'scadvisorcontentpl.blob.core.windows.net',
      zone: 'privatelink.blob.core.windows.net',
      record: 'scadvisorcontentpl',
      ...scope,
    }),
  ];
}

/** Its endpoint stands in the nodes' subnet, where rules do not apply to endpoints. */
function clusterApi(network: Network): Row {
  const [{ name, properties }] = network.of('Microsoft.ContainerService/managedClusters');
  const to = properties.privateFQDN;
  const zone = regional('azmk8s.io');
  return {
    what: 'portal → AKS API',
    flow: { from: portal, to, port: 443 },
    hops: [portal, proxy, zone, 'endpoint route of API server', 'API server', name],
    needs: [
      ...asking,
      [zone, `no private zone for ${to}`],
      [`link of ${zone}`, `${zone} is not linked to ${hub} for ${to}`],
      [`record ${name} of ${zone}`, `no record in ${zone} for ${to}`],
    ],
  };
}

/** Among the nodes; a kubelet stands for what they ask each other. */
function inTheCluster(): Row[] {
  const among = 'nsg-aks-subnet/Allow-Nodes-And-Pods';
  const probes = 'nsg-aks-subnet/Allow-Load-Balancer-Probes';
  const refusal = 'nsg-aks-subnet/Deny-All-Else';
  return [
    {
      what: 'node → node',
      flow: { from: pod, to: '10.1.0.9', port: 10250 },
      hops: [pod, spoke, among, 'a node'],
      needs: [[among, refusal]],
    },
    {
      what: 'portal → the gateway before the agents',
      flow: { from: portal, to: '10.1.0.9', port: 8443 },
      hops: [portal, spoke, among, 'a node'],
      needs: [[among, refusal]],
    },
    {
      what: 'ingress → portal',
      flow: { from: pod, to: '10.1.1.5', port: 7007 },
      hops: [pod, spoke, 'nsg-portal-subnet/Allow-Nodes-And-Pods', 'a node'],
      needs: [['nsg-portal-subnet/Allow-Nodes-And-Pods', 'nsg-portal-subnet/Deny-All-Else']],
    },
    {
      what: 'load balancer of the ingress → node',
      flow: { from: 'AzureLoadBalancer', to: '10.1.0.9', port: 10256 },
      hops: ['AzureLoadBalancer', probes, 'a node'],
      needs: [[probes, refusal]],
    },
  ];
}

/** The configuration that the agents ask for, and where they send what they collect: of both collection endpoints. */
const collection = (network: Network): Row[] =>
  network.of('Microsoft.Insights/dataCollectionEndpoints').flatMap(({ name, properties }) =>
    ['configurationAccess', 'logsIngestion', 'metricsIngestion'].map(key => {
      const to = new URL(properties[key].endpoint).hostname;
      const record = to.replace('.monitor.azure.com', '');
      const zone = 'privatelink.monitor.azure.com';
      return inScope(privately(`AMA → ${name}, ${key}`, { to, zone, record, ...scope }), name);
    }),
  );

function logs(network: Network): Row[] {
  const [{ name, properties }] = network.of('Microsoft.OperationalInsights/workspaces');
  return [
    'ods.opinsights.azure.com',
    'oms.opinsights.azure.com',
    'agentsvc.azure-automation.net',
  ].map(domain => {
    const record = properties.customerId;
    const to = `${record}.${domain}`;
    const row = privately(`AMA → Log Analytics, ${domain}`, {
      to,
      zone: `privatelink.${domain}`,
      record,
      ...scope,
    });
    return inScope(row, name);
  });
}
