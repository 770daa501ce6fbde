import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import type { Network } from './network.ts';

/** An answer to a name's question, with who was asked; `address` is undefined for a public one. */
export interface Answer {
  address?: string;
  asked: string[];
  /** Why there was none. */
  failed?: string;
}

/**
 * Asks for a name as a machine of this network does: its DNS servers are the firewall, which asks Azure, which looks into the private
 * zones that are linked to the network that it is asked from.
 */
export function resolve(network: Network, fqdn: string, from: ArmResource): Answer {
  const servers: string[] = from.properties.dhcpOptions?.dnsServers ?? [];
  if (servers.length === 0) return askAzure(network, fqdn, from, []);
  const firewall = network.firewallAt(servers[0]);
  if (!firewall) return { asked: servers, failed: `nobody answers at ${servers[0]}` };
  const policy = network.get(firewall.properties.firewallPolicy?.id);
  if (!policy?.properties.dnsSettings?.enableProxy)
    return { asked: [firewall.name], failed: `${firewall.name} is no DNS proxy` };
  const hub = network.networkOf(firewall);
  if (!network.joined(from, hub))
    return { asked: [firewall.name], failed: `${from.name} does not reach ${hub.name}` };
  return askAzure(network, fqdn, hub, [firewall.name]);
}

function askAzure(network: Network, fqdn: string, from: ArmResource, asked: string[]): Answer {
  const zones = network
    .of('Microsoft.Network/privateDnsZones')
    .filter(zone =>
      network
        .of('Microsoft.Network/privateDnsZones/virtualNetworkLinks', zone.id)
        .some(link => link.properties.virtualNetwork.id.toLowerCase() === from.id.toLowerCase()),
    );
  for (const zone of zones) {
    const name = inZone(fqdn, zone.name);
    if (name === undefined) continue;
    const record = network
      .of('Microsoft.Network/privateDnsZones/A', zone.id)
      .find(one => one.name.toLowerCase() === name);
    const [first] = record?.properties.aRecords ?? [];
    if (first) return { address: first.ipv4Address, asked: [...asked, zone.name] };
  }
  return { asked: [...asked, 'public DNS'] };
}

/** Azure's public names lead to their twin below `privatelink.` where there is an endpoint; a vault's has another domain. */
function inZone(fqdn: string, zone: string): string | undefined {
  const name = fqdn.toLowerCase().replace(/\.vault\.azure\.net$/, '.vaultcore.azure.net');
  for (const domain of [`.${zone}`, zone.replace(/^privatelink\./, '.')])
    if (name.endsWith(domain)) return name.slice(0, -domain.length);
  return undefined;
}
