import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { contains } from '../../../packages/sandbox/src/arm/addresses.ts';
import { host, spaceOf, type Network } from './network.ts';
import { ownRoutes } from './routes.ts';

export interface Packet {
  source: string;
  destination: string;
  port: number;
  protocol: 'Tcp' | 'Udp';
}

/** What a subnet's security group says: the name of the rule that decides. No group: everything passes. */
export function judge(
  network: Network,
  subnet: ArmResource,
  direction: 'Inbound' | 'Outbound',
  packet: Packet,
): { allowed: boolean; rule: string } {
  const group = network.get(subnet.properties.networkSecurityGroup?.id);
  if (!group) return { allowed: true, rule: `no security group at ${subnet.name}` };
  const decides = [
    ...network.of('Microsoft.Network/networkSecurityGroups/securityRules', group.id),
    ...(group.properties.defaultSecurityRules as ArmResource[]),
  ]
    .filter(({ properties }) => properties.direction === direction)
    .sort((a, b) => a.properties.priority - b.properties.priority)
    .find(({ properties }) => matches(network, subnet, properties, packet));
  // Azure's own services are asked past every rule but one that names them.
  if (!decides && packet.destination === host) return { allowed: true, rule: 'Azure’s own' };
  return {
    allowed: decides?.properties.access === 'Allow',
    rule: `${group.name}/${decides?.name ?? 'no rule'}`,
  };
}

function matches(
  network: Network,
  at: ArmResource,
  rule: ArmResource['properties'],
  { source, destination, port, protocol }: Packet,
): boolean {
  const many = (one: string | undefined, several: string[] | undefined) =>
    several?.length ? several : [one ?? ''];
  const to = many(rule.destinationAddressPrefix, rule.destinationAddressPrefixes);
  return (
    ['*', protocol].includes(rule.protocol) &&
    many(rule.destinationPortRange, rule.destinationPortRanges).some(range =>
      inPorts(range, port),
    ) &&
    many(rule.sourceAddressPrefix, rule.sourceAddressPrefixes).some(one =>
      isIn(network, at, one, source),
    ) &&
    (destination === host
      ? port === 53 && to.includes('AzurePlatformDNS')
      : to.some(one => isIn(network, at, one, destination)))
  );
}

/** https://learn.microsoft.com/azure/virtual-network/service-tags-overview @throws at a tag that nobody wrote down here */
function isIn(network: Network, at: ArmResource, prefix: string, address: string): boolean {
  if (/^\d/.test(prefix)) return inRange(prefix, address);
  switch (prefix) {
    case '*':
      return true;
    case 'VirtualNetwork':
      return inVirtualNetwork(network, at, address);
    case 'Internet':
      return !inVirtualNetwork(network, at, address);
    case 'AzureLoadBalancer':
    case 'AzurePlatformDNS':
      return address === host;
    default:
      throw new Error(`What does the service tag "${prefix}" stand for?`);
  }
}

/** The network, what is peered with it, the host, and whatever the subnet has a route for: with a default route that is everything. */
function inVirtualNetwork(network: Network, subnet: ArmResource, address: string): boolean {
  const at = network.above(subnet);
  return [
    `${host}/32`,
    ...network
      .of('Microsoft.Network/virtualNetworks')
      .filter(one => network.joined(at, one))
      .flatMap(spaceOf),
    ...ownRoutes(network, subnet).map(({ prefix }) => prefix),
  ].some(range => inRange(range, address));
}

/** An address, or a range of them. */
export const inRange = (range: string, address: string): boolean =>
  contains(range.includes('/') ? range : `${range}/32`, `${address}/32`);

/** `*`, `443` or `1-79`. */
export function inPorts(range: string, port: number): boolean {
  if (range === '*') return true;
  const [first, last = first] = range.split('-').map(Number);
  return first <= port && port <= last;
}
