import { freeAddresses } from '../../../packages/sandbox/src/arm/addresses.ts';
import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { arrive } from './arrival.ts';
import { pass } from './firewallRules.ts';
import { isAddress, somewhere, type Flow, type Verdict } from './flow.ts';
import { fromGrafana } from './fromGrafana.ts';
import { fromInternet } from './fromInternet.ts';
import { resolve } from './names.ts';
import { host, prefixOf, type Network } from './network.ts';
import { routeTo } from './routes.ts';
import { judge, type Packet } from './securityRules.ts';
import { closedBy, isClosed, serviceOf } from './services.ts';

/** Whether a flow arrives, and by which way. */
export function reach(network: Network, flow: Flow): Verdict {
  if (flow.from === 'Internet') return fromInternet(network, flow);
  if (flow.from === 'AzureLoadBalancer') return probe(network, flow);
  const grafana = network.of('Microsoft.Dashboard/grafana').find(({ name }) => name === flow.from);
  return grafana
    ? fromGrafana(network, grafana, flow)
    : fromSubnet(network, network.subnet(flow.from), flow);
}

/** A load balancer asks a machine whether it is well: with the host's address, past every route. */
function probe(network: Network, { from, to, port, protocol = 'Tcp' }: Flow): Verdict {
  const { hops, refusedBy } = arrive(network, { source: host, destination: to, port, protocol });
  return { allowed: !refusedBy, address: to, hops: [from, ...hops], refusedBy };
}

function fromSubnet(network: Network, subnet: ArmResource, flow: Flow): Verdict {
  const { to, port, protocol = 'Tcp' } = flow;
  const fqdn = isAddress(to) ? undefined : to;
  const answer = fqdn ? resolve(network, fqdn, subnet) : { address: to, asked: [] };
  const { address } = answer;
  const hops = [subnet.name, ...answer.asked];
  const refused = (refusedBy: string): Verdict => ({
    allowed: false,
    address,
    hops,
    refusedBy,
  });
  if (answer.failed) return refused(answer.failed);

  const [source] = freeAddresses(prefixOf(subnet), new Set(), 1);
  const packet: Packet = {
    source,
    destination: address ?? somewhere,
    port,
    protocol,
  };
  const out = judge(network, subnet, 'Outbound', packet);
  if (!out.allowed) return refused(out.rule);
  // No route is asked for it: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
  if (address === host) return { allowed: true, address, hops: [...hops, 'Azure’s own'] };

  const route = routeTo(network, subnet, packet.destination);
  hops.push(route.name);
  if (route.nextHop === 'None') return refused(route.name);
  if (route.nextHop === 'Internet') {
    if (subnet.properties.defaultOutboundAccess === false)
      return refused(`${subnet.name} has no way out of its own`);
  } else if (route.nextHop === 'VirtualAppliance') {
    const firewall = network.firewallAt(String(route.address));
    if (!firewall) return refused(`nobody at ${route.address}`);
    const hub = network.networkOf(firewall);
    if (!network.joined(network.above(subnet), hub))
      return refused(`${network.above(subnet).name} does not reach ${hub.name}`);
    const passed = pass(network, firewall, {
      source,
      fqdn,
      address,
      port,
      protocol,
    });
    hops.push(firewall.name);
    if (!passed.allowed) return refused(passed.rule);
    hops.push(passed.rule);
    packet.source = passed.source;
    const to = address && network.subnetOf(address);
    if (to && !network.joined(hub, network.above(to)))
      return refused(`${hub.name} does not reach ${network.above(to).name}`);
  }
  if (address && network.subnetOf(address)) {
    const arrival = arrive(network, packet, fqdn);
    hops.push(...arrival.hops);
    return arrival.refusedBy ? refused(arrival.refusedBy) : { allowed: true, address, hops };
  }
  const service = fqdn && serviceOf(network, fqdn);
  if (service && isClosed(service)) return refused(closedBy(service));
  return { allowed: true, address, hops: [...hops, 'Internet'] };
}
