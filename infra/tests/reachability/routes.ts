import { contains } from '../../../packages/sandbox/src/arm/addresses.ts';
import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { endpoints, policiesOf } from './endpoints.ts';
import { spaceOf, type Network } from './network.ts';

export interface Route {
  name: string;
  prefix: string;
  /** Where it leads; `VirtualAppliance` to `address`. */
  nextHop:
    'VnetLocal' | 'VNetPeering' | 'InterfaceEndpoint' | 'VirtualAppliance' | 'Internet' | 'None';
  address?: string;
}

/**
 * The route that a packet of a subnet takes: the longest prefix, and of two alike the company's before Azure's.
 * https://learn.microsoft.com/azure/virtual-network/virtual-networks-udr-overview
 */
export function routeTo(network: Network, subnet: ArmResource, destination: string): Route {
  const own = ownRoutes(network, subnet);
  const [first] = [...own, ...systemRoutes(network, subnet, own)]
    .filter(({ prefix }) => contains(prefix, `${destination}/32`))
    .sort((a, b) => bits(b.prefix) - bits(a.prefix));
  return first;
}

/** Those of the subnet's route table. */
export const ownRoutes = (network: Network, subnet: ArmResource): Route[] => {
  const table = network.get(subnet.properties.routeTable?.id);
  return ((table?.properties.routes ?? []) as ArmResource[]).map(({ name, properties }) => ({
    name: `${table?.name}/${name}`,
    prefix: properties.addressPrefix,
    nextHop: properties.nextHopType,
    address: properties.nextHopIpAddress,
  }));
};

function systemRoutes(network: Network, subnet: ArmResource, own: Route[]): Route[] {
  const at = network.above(subnet);
  const peers = network
    .of('Microsoft.Network/virtualNetworks')
    .filter(one => one.id !== at.id && network.joined(at, one));
  return [
    ...spaceOf(at).map(prefix => ({
      name: at.name,
      prefix,
      nextHop: 'VnetLocal' as const,
    })),
    ...peers.flatMap(peer =>
      spaceOf(peer).map(prefix => ({
        name: `peering with ${peer.name}`,
        prefix,
        nextHop: 'VNetPeering' as const,
      })),
    ),
    ...endpointRoutes(network, [at, ...peers], own),
    { name: 'Azure’s way out', prefix: '0.0.0.0/0', nextHop: 'Internet' },
  ];
}

/**
 * Each private endpoint announces its address to its network and those peered with it, past any firewall; a route takes that back where
 * the endpoint's subnet lets routes apply, and it is at least as narrow as the network's own range.
 * https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy
 */
function endpointRoutes(network: Network, networks: ArmResource[], own: Route[]): Route[] {
  const seen = networks.map(({ id }) => `${id.toLowerCase()}/`);
  return endpoints(network)
    .filter(({ subnetId }) => seen.some(id => subnetId.toLowerCase().startsWith(id)))
    .filter(endpoint => {
      const home = network.above(network.get(endpoint.subnetId) as ArmResource);
      const space = spaceOf(home).find(range => contains(range, `${endpoint.address}/32`));
      const narrow = own.filter(
        ({ prefix }) =>
          contains(prefix, `${endpoint.address}/32`) && bits(prefix) >= bits(space ?? '/32'),
      );
      return !(policiesOf(network, endpoint).routes && narrow.length > 0);
    })
    .map(({ name, address }) => ({
      name: `endpoint route of ${name}`,
      prefix: `${address}/32`,
      nextHop: 'InterfaceEndpoint' as const,
    }));
}

const bits = (prefix: string) => Number(prefix.split('/')[1]);
