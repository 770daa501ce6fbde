import { freeAddresses } from '../../../packages/sandbox/src/arm/addresses.ts';
import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { endpoints } from './endpoints.ts';
import { host, prefixOf, same, type Network } from './network.ts';
import { judge } from './securityRules.ts';

/** An answer to a name's question, with who was asked; `address` is undefined for a public one. */
export interface Answer {
  address?: string;
  asked: string[];
  /** Why there was none. */
  failed?: string;
}

/**
 * Asks for a name as a machine of this subnet does: its network's DNS server is the firewall, which asks Azure, which looks into the
 * private zones that are linked to the network that it is asked from. The proxy is no rule's business (unconfirmed on live Azure).
 */
export function resolve(network: Network, fqdn: string, subnet: ArmResource): Answer {
  const at = network.above(subnet);
  const [server = host] = at.properties.dhcpOptions?.dnsServers ?? [];
  const [source] = freeAddresses(prefixOf(subnet), new Set(), 1);
  const question = {
    source,
    destination: server,
    port: 53,
    protocol: 'Udp' as const,
  };
  const out = judge(network, subnet, 'Outbound', question);
  if (!out.allowed) return { asked: [], failed: out.rule };
  if (server === host) return askAzure(network, fqdn, at, []);

  const firewall = network.firewallAt(server);
  if (!firewall) return { asked: [], failed: `nobody answers at ${server}` };
  const hub = network.networkOf(firewall);
  if (!network.joined(at, hub))
    return { asked: [], failed: `${at.name} does not reach ${hub.name}` };
  const { enableProxy, servers } =
    network.get(firewall.properties.firewallPolicy?.id)?.properties.dnsSettings ?? {};
  if (!enableProxy) return { asked: [], failed: `${firewall.name} is no DNS proxy` };
  const asked = [`${firewall.name} (DNS)`];
  // Without servers of its own it asks Azure, whatever its network's are.
  const [other = host] = servers ?? [];
  return other === host
    ? askAzure(network, fqdn, hub, asked)
    : { asked: [...asked, `${other}, which sees no private zone`] };
}

function askAzure(network: Network, fqdn: string, from: ArmResource, asked: string[]): Answer {
  const publicly = (why = ''): Answer =>
    // Such a name is nobody's in public.
    /\.privatelink\./i.test(fqdn)
      ? { asked, failed: `${why || 'no private zone'} for ${fqdn}` }
      : {
          asked: [...asked, why ? `public DNS: ${why} for ${fqdn}` : 'public DNS'],
        };
  const zone = zoneFor(network, fqdn);
  if (!zone) return publicly(hasEndpoint(network, fqdn) ? 'no private zone' : '');

  const link = network
    .of('Microsoft.Network/privateDnsZones/virtualNetworkLinks', zone.id)
    .find(({ properties }) => same(properties.virtualNetwork.id, from.id));
  if (!link) return publicly(`${zone.name} is not linked to ${from.name}`);
  const record = network
    .of('Microsoft.Network/privateDnsZones/A', zone.id)
    .find(one => one.name.toLowerCase() === inZone(fqdn, zone.name));
  const [first] = record?.properties.aRecords ?? [];
  if (first) return { address: first.ipv4Address, asked: [...asked, zone.name] };
  const none = `no record in ${zone.name}`;
  // Whether somebody else's service has an endpoint of its own nobody here knows: if so, the zone is asked, and its no is final.
  return link.properties.resolutionPolicy === 'NxDomainRedirect'
    ? publicly(none)
    : { asked, failed: `${none} for ${fqdn}, and no fallback` };
}

const hasEndpoint = (network: Network, fqdn: string) =>
  endpoints(network).some(({ fqdns }) => fqdns.includes(fqdn));

/** The zone that Azure's public DNS leads a name into: the narrowest. */
const zoneFor = (network: Network, fqdn: string): ArmResource | undefined =>
  network
    .of('Microsoft.Network/privateDnsZones')
    .filter(({ name }) => inZone(fqdn, name) !== undefined)
    .sort((a, b) => b.name.length - a.name.length)[0];

/** Azure's public names lead to their twin below `privatelink.` where there is an endpoint; a vault's has another domain. */
function inZone(fqdn: string, zone: string): string | undefined {
  const name = fqdn.toLowerCase().replace(/\.vault\.azure\.net$/, '.vaultcore.azure.net');
  for (const domain of [`.${zone}`, zone.replace(/^privatelink\./, '.')])
    if (name.endsWith(domain)) return name.slice(0, -domain.length);
  return undefined;
}
