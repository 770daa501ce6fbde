import { arrive } from './arrival.ts';
import { isAddress, somewhere, type Flow, type Verdict } from './flow.ts';
import { translate } from './firewallRules.ts';
import { same, type Network } from './network.ts';
import { closedBy, isClosed, serviceOf } from './services.ts';

/** Anybody, from anywhere: to the services' public names, or to the firewall's public address. */
export function fromInternet(network: Network, { to, port, protocol = 'Tcp' }: Flow): Verdict {
  const hops = ['Internet'];
  const refused = (refusedBy: string): Verdict => ({
    allowed: false,
    hops,
    refusedBy,
  });
  if (!isAddress(to)) {
    if (/\.privatelink\./i.test(to)) return refused('no public name');
    const service = serviceOf(network, to);
    if (!service) return refused('nobody’s name');
    return isClosed(service)
      ? refused(closedBy(service))
      : { allowed: true, hops: [...hops, service.name] };
  }

  const [publicly] = network
    .of('Microsoft.Network/publicIPAddresses')
    .filter(({ properties }) => properties.ipAddress === to);
  const firewall = network
    .of('Microsoft.Network/azureFirewalls')
    .find(({ properties }) =>
      properties.ipConfigurations.some(
        (one: { properties: { publicIPAddress?: { id: string } } }) =>
          publicly && same(one.properties.publicIPAddress?.id ?? '', publicly.id),
      ),
    );
  if (!firewall) return refused(`nobody at ${to}`);
  hops.push(firewall.name);
  const sent = translate(network, firewall, {
    source: somewhere,
    address: to,
    port,
    protocol,
  });
  if (!sent) return refused(`no DNAT rule of ${firewall.name}`);
  // It comes with an address of the firewall's.
  const [{ properties }] = firewall.properties.ipConfigurations;
  const arrival = arrive(network, {
    source: properties.privateIPAddress,
    destination: sent.address,
    port: sent.port,
    protocol,
  });
  hops.push(sent.rule, ...arrival.hops);
  return arrival.refusedBy ? refused(arrival.refusedBy) : { allowed: true, hops };
}
