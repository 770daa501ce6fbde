import { contains, freeAddresses } from '../../../packages/sandbox/src/arm/addresses.ts';
import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { pass } from './firewallRules.ts';
import { resolve } from './names.ts';
import { prefixOf, type Network } from './network.ts';
import { judge, type Packet } from './securityRules.ts';

export interface Flow {
  /** Name of the subnet that it leaves; pods leave with the address of their node. */
  from: string;
  /** A name, or an address. */
  to: string;
  port: number;
  protocol?: 'Tcp' | 'Udp';
}

export interface Verdict {
  allowed: boolean;
  /** Where it goes, in order; the last is what let it in, or refused it. */
  hops: string[];
}

/** Whether a flow arrives, and by which way. */
export function reach(network: Network, { from, to, port, protocol = 'Tcp' }: Flow): Verdict {
  const subnet = network.subnet(from);
  const at = network.above(subnet);
  const [source] = freeAddresses(prefixOf(subnet), new Set(), 1);
  const hops: string[] = [from];
  const refused = (by: string): Verdict => ({ allowed: false, hops: [...hops, by] });
  const fqdn = /^[\d.]+$/.test(to) ? undefined : to;
  const answer = fqdn ? resolve(network, fqdn, at) : { address: to, asked: [] };
  if (answer.failed) return refused(`no name: ${answer.failed}`);
  hops.push(...answer.asked.slice(-1));

  const packet: Packet = { source, destination: answer.address ?? '203.0.113.1', port, protocol };
  const out = judge(network, subnet, 'Outbound', packet);
  if (!out.allowed) return refused(out.rule);

  const target = answer.address && network.subnetOf(answer.address);
  if (target) {
    if (!network.joined(at, network.above(target))) return refused('no peering');
    return arrive(network, target, packet, { hops, fqdn });
  }
  const firewall = nextHop(network, subnet, packet.destination);
  if (!firewall) return refused('no route out');
  if (!network.joined(at, network.networkOf(firewall))) return refused('no peering');
  hops.push(firewall.name);
  const passed = pass(network, firewall, { source, fqdn, address: answer.address, port, protocol });
  if (!passed.allowed) return refused(passed.rule);
  const closed = fqdn && closedInPublic(network, fqdn);
  if (closed) return refused(`${closed} answers in the network alone`);
  return { allowed: true, hops: [...hops, passed.rule] };
}

/** In the subnet of a private endpoint, or of a cluster's API. */
function arrive(
  network: Network,
  subnet: ArmResource,
  packet: Packet,
  { hops, fqdn }: { hops: string[]; fqdn?: string },
): Verdict {
  const endpoint = network
    .of('Microsoft.Network/privateEndpoints')
    .find(({ properties }) =>
      properties.customDnsConfigs.some(({ ipAddresses }: { ipAddresses: string[] }) =>
        ipAddresses.includes(packet.destination),
      ),
    );
  // Rules hold for an endpoint where its subnet says so.
  const guarded =
    !endpoint ||
    ['Enabled', 'NetworkSecurityGroupEnabled'].includes(
      subnet.properties.privateEndpointNetworkPolicies,
    );
  const inbound = guarded
    ? judge(network, subnet, 'Inbound', packet)
    : { allowed: true, rule: 'no security group' };
  if (!inbound.allowed) return { allowed: false, hops: [...hops, inbound.rule] };
  if (!endpoint) {
    const isApi = network
      .of('Microsoft.Network/privateDnsZones/A')
      .some(
        ({ id, properties }) =>
          /\.azmk8s\.io\//i.test(id) && properties.aRecords[0]?.ipv4Address === packet.destination,
      );
    return { allowed: isApi, hops: [...hops, inbound.rule, isApi ? 'API server' : 'nobody'] };
  }
  const [connection] = endpoint.properties.privateLinkServiceConnections;
  const { privateLinkServiceConnectionState: state, privateLinkServiceId } =
    connection?.properties ?? {};
  const service = network.get(privateLinkServiceId);
  if (state?.status !== 'Approved' || !service)
    return { allowed: false, hops: [...hops, `${endpoint.name} is not connected`] };
  const stranger = fqdn && outOfScope(network, service, fqdn);
  if (stranger) return { allowed: false, hops: [...hops, `${stranger} is not in ${service.name}`] };
  return { allowed: true, hops: [...hops, inbound.rule, endpoint.name] };
}

/** A workspace or collection endpoint whose name is asked for through a private link scope that does not have it. */
function outOfScope(network: Network, scope: ArmResource, fqdn: string): string | undefined {
  if (!/\/privateLinkScopes$/i.test(scope.type)) return undefined;
  const [first] = fqdn.split('.');
  const owner = network.resources.find(
    ({ type, properties }) =>
      (/\/dataCollectionEndpoints$/i.test(type) && JSON.stringify(properties).includes(fqdn)) ||
      (/\/workspaces$/i.test(type) && properties.customerId === first),
  );
  const linked = network
    .of('Microsoft.Insights/privateLinkScopes/scopedResources', scope.id)
    .map(({ properties }) => properties.linkedResourceId.toLowerCase());
  return owner && !linked.includes(owner.id.toLowerCase()) ? owner.name : undefined;
}

/** Where a subnet's longest matching route leads: a firewall, or nowhere. */
function nextHop(network: Network, subnet: ArmResource, destination: string) {
  const table = network.get(subnet.properties.routeTable?.id);
  const [route] = ((table?.properties.routes ?? []) as ArmResource[])
    .filter(({ properties }) => contains(properties.addressPrefix, `${destination}/32`))
    .sort((a, b) => bits(b) - bits(a));
  return route?.properties.nextHopType === 'VirtualAppliance'
    ? network.firewallAt(route.properties.nextHopIpAddress)
    : undefined;
}

const bits = ({ properties }: ArmResource) => Number(properties.addressPrefix.split('/')[1]);

/** Whose public name it is, when that takes nobody from outside. */
const closedInPublic = (network: Network, fqdn: string): string | undefined =>
  network.resources.find(
    ({ properties }) =>
      [properties.publicNetworkAccess, properties.network?.publicNetworkAccess].includes(
        'Disabled',
      ) && JSON.stringify(properties).toLowerCase().includes(`"${fqdn.toLowerCase()}"`),
  )?.name;
