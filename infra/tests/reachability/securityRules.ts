import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { contains } from '../../../packages/sandbox/src/arm/addresses.ts';
import { spaceOf, type Network } from './network.ts';

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
  if (!group) return { allowed: true, rule: 'no security group' };
  const rules = [
    ...network.of('Microsoft.Network/networkSecurityGroups/securityRules', group.id),
    ...group.properties.defaultSecurityRules,
  ]
    .filter(({ properties }) => properties.direction === direction)
    .sort((a, b) => a.properties.priority - b.properties.priority);
  const at = network.above(subnet);
  const decides = rules.find(({ properties }) => matches(network, at, properties, packet));
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
  return (
    ['*', protocol].includes(rule.protocol) &&
    many(rule.destinationPortRange, rule.destinationPortRanges).some(range =>
      inPorts(range, port),
    ) &&
    many(rule.sourceAddressPrefix, rule.sourceAddressPrefixes).some(one =>
      isIn(network, at, one, source),
    ) &&
    many(rule.destinationAddressPrefix, rule.destinationAddressPrefixes).some(one =>
      isIn(network, at, one, destination),
    )
  );
}

/** Service tags as documented: `VirtualNetwork` is the network and what is peered with it, `Internet` everything else. */
function isIn(network: Network, at: ArmResource, prefix: string, address: string): boolean {
  if (prefix === '*') return true;
  const inside = network
    .of('Microsoft.Network/virtualNetworks')
    .filter(one => network.joined(at, one))
    .flatMap(spaceOf)
    .some(range => contains(range, `${address}/32`));
  if (prefix === 'VirtualNetwork') return inside;
  if (prefix === 'Internet') return !inside;
  if (prefix === 'AzureLoadBalancer') return address === '168.63.129.16';
  return contains(prefix.includes('/') ? prefix : `${prefix}/32`, `${address}/32`);
}

/** `*`, `443` or `1-79`. */
export function inPorts(range: string, port: number): boolean {
  if (range === '*') return true;
  const [first, last = first] = range.split('-').map(Number);
  return first <= port && port <= last;
}
