import type { Network } from './network.ts';
import { privateFlows } from './privateFlows.ts';
import { builder, firewall, proxy, pod, portal, spoke, type Row } from './row.ts';

/** From outside, by a public name. */
const closed = (to: string, service: string, port = 443): Row => ({
  what: `Internet → ${to}`,
  flow: { from: 'Internet', to, port },
  hops: ['Internet'],
  refusedBy: `${service} is closed to the Internet`,
});

/** What nobody reaches: from a neighbour, and from the Internet. */
export function refusedFlows(network: Network): Row[] {
  const [address] = network.of('Microsoft.Network/publicIPAddresses');
  const [cluster] = network.of('Microsoft.ContainerService/managedClusters');
  const [logs] = network.of('Microsoft.OperationalInsights/workspaces');
  const query = privateFlows(network).find(({ what }) => what === 'portal → metrics') as Row;
  const collection = network.of('Microsoft.Insights/dataCollectionEndpoints');
  const database = 'psql-contoso-krc-01.postgres.database.azure.com';
  const denied = 'nsg-pe-subnet/Deny-All-Else';
  return [
    ...(
      [
        ['portal → another port of the database', portal, 22],
        ['pod → the portal’s database', pod, 5432],
        ['build → the portal’s database', builder, 5432],
      ] as const
    ).map(([what, from, port]) => ({
      what,
      flow: { from, to: database, port },
      hops: [
        from,
        proxy,
        'privatelink.postgres.database.azure.com',
        'endpoint route of pe-psql-contoso-krc-01',
      ],
      refusedBy: denied,
    })),
    {
      what: 'the hub → Foundry',
      flow: {
        from: 'AzureFirewallSubnet',
        to: 'aif-myapp-krc-01.openai.azure.com',
        port: 443,
      },
      hops: [
        'AzureFirewallSubnet',
        proxy,
        'privatelink.openai.azure.com',
        'endpoint route of pe-aif-myapp-krc-01',
      ],
      refusedBy: denied,
    },
    // Whoever is no node of the cluster's: the endpoints, and what builds.
    ...['pe-subnet', builder].flatMap(from =>
      [
        ['10.1.0.5', 'aks-subnet'],
        ['10.1.1.5', portal],
      ].map(([to, subnet]) => ({
        what: `${from} → machines of ${subnet}`,
        flow: { from, to, port: 443 },
        hops: [from, spoke],
        refusedBy: `nsg-${subnet}/Deny-All-Else`,
      })),
    ),

    closed('aif-myapp-krc-01.openai.azure.com', 'accounts aif-myapp-krc-01'),
    closed('acrcontosokrc01.azurecr.io', 'registries acrcontosokrc01'),
    closed('kv-contoso-krc-01.vault.azure.net', 'vaults kv-contoso-krc-01'),
    closed(database, 'flexibleServers psql-contoso-krc-01', 5432),
    closed(query.flow.to, 'accounts amw-contoso-krc-01'),
    closed(`${logs.properties.customerId}.ods.opinsights.azure.com`, `workspaces ${logs.name}`),
    ...collection.map(({ name, properties }) =>
      closed(
        new URL(properties.metricsIngestion.endpoint).hostname,
        `dataCollectionEndpoints ${name}`,
      ),
    ),
    {
      what: 'Internet → AKS API',
      flow: { from: 'Internet', to: cluster.properties.privateFQDN, port: 443 },
      hops: ['Internet'],
      refusedBy: 'no public name',
    },
    {
      what: 'Internet → the firewall’s public address',
      flow: { from: 'Internet', to: address.properties.ipAddress, port: 443 },
      hops: ['Internet', firewall],
      refusedBy: `no DNAT rule of ${firewall}`,
    },
  ];
}
