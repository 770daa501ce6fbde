import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import type { Network } from './network.ts';

/** What answers at an address of a subnet and is no machine in it. */
export interface Endpoint {
  name: string;
  address: string;
  subnetId: string;
  /** Names that it answers to at this address. */
  fqdns: string[];
  /** Of the connection: only `Approved` carries anything. */
  status: string;
  /** What it stands for. */
  service?: ArmResource;
}

/** The private endpoints' addresses, out of their network interfaces, and the clusters' private API servers. */
export const endpoints = (network: Network): Endpoint[] => [
  ...network.of('Microsoft.Network/networkInterfaces').flatMap(one => ofInterface(network, one)),
  ...network
    .of('Microsoft.ContainerService/managedClusters')
    .flatMap(one => ofCluster(network, one)),
];

function ofInterface(network: Network, { properties }: ArmResource): Endpoint[] {
  const endpoint = network.get(properties.privateEndpoint?.id);
  if (!endpoint) return [];
  const { privateLinkServiceConnections: granted, manualPrivateLinkServiceConnections: asked } =
    endpoint.properties;
  const [connection] = [...granted, ...asked] as ArmResource[];
  return (properties.ipConfigurations as ArmResource[]).map(({ properties: at }) => ({
    name: endpoint.name,
    address: at.privateIPAddress,
    subnetId: at.subnet.id,
    fqdns: at.privateLinkConnectionProperties.fqdns,
    status: connection.properties.privateLinkServiceConnectionState.status,
    service: network.get(connection.properties.privateLinkServiceId),
  }));
}

/**
 * AKS makes the API server's endpoint itself, in the nodes' subnet; only its record tells the address.
 * https://learn.microsoft.com/azure/aks/private-clusters
 */
function ofCluster(network: Network, cluster: ArmResource): Endpoint[] {
  const { privateFQDN, apiServerAccessProfile, agentPoolProfiles } = cluster.properties;
  if (!apiServerAccessProfile?.enablePrivateCluster) return [];
  const record = network
    .of('Microsoft.Network/privateDnsZones/A', apiServerAccessProfile.privateDNSZone)
    .find(one => privateFQDN.toLowerCase().startsWith(`${one.name.toLowerCase()}.`));
  const [first] = record?.properties.aRecords ?? [];
  if (!first) return [];
  const [pool] = agentPoolProfiles;
  return [
    {
      name: 'API server',
      address: first.ipv4Address,
      subnetId: pool.vnetSubnetID,
      fqdns: [privateFQDN],
      status: 'Approved',
      service: cluster,
    },
  ];
}

/** Which of the two its subnet's policies apply to endpoints: neither, where nobody turned them on. */
export function policiesOf(network: Network, { subnetId }: Endpoint) {
  const policies = network.get(subnetId)?.properties.privateEndpointNetworkPolicies;
  return {
    rules: ['Enabled', 'NetworkSecurityGroupEnabled'].includes(policies),
    routes: ['Enabled', 'RouteTableEnabled'].includes(policies),
  };
}
