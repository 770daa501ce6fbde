import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { endpoints, policiesOf } from './endpoints.ts';
import { outOfScope } from './monitorScope.ts';
import { same, type Network } from './network.ts';
import { judge, type Packet } from './securityRules.ts';

export interface Arrival {
  hops: string[];
  refusedBy?: string;
}

/** The last steps, in the subnet that an address lies in: its security rules, and what answers there. */
export function arrive(network: Network, packet: Packet, fqdn?: string): Arrival {
  const subnet = network.subnetOf(packet.destination);
  if (!subnet) return { hops: [], refusedBy: `nobody at ${packet.destination}` };
  const endpoint = endpoints(network).find(({ address }) => address === packet.destination);
  const hops: string[] = [];
  if (!endpoint || policiesOf(network, endpoint).rules) {
    const inbound = judge(network, subnet, 'Inbound', packet);
    if (!inbound.allowed) return { hops, refusedBy: inbound.rule };
    hops.push(inbound.rule);
  }
  if (!endpoint)
    return hasNodes(network, subnet)
      ? { hops: [...hops, 'a node'] }
      : { hops, refusedBy: `nobody at ${packet.destination}` };

  const { name, fqdns, status, service } = endpoint;
  hops.push(name);
  if (status !== 'Approved') return { hops, refusedBy: `${name} is ${status}` };
  if (!service) return { hops, refusedBy: `${name} leads to nothing` };
  if (fqdn && !fqdns.includes(fqdn)) return { hops, refusedBy: `${name} is not for ${fqdn}` };
  const stranger =
    fqdn && /\/privateLinkScopes$/i.test(service.type) && outOfScope(network, service, fqdn);
  if (stranger) return { hops, refusedBy: `${stranger.name} is not in ${service.name}` };
  return { hops: [...hops, service.name] };
}

/** Which addresses of it are nodes' nobody here knows: any may be. */
const hasNodes = (network: Network, subnet: ArmResource) =>
  network
    .of('Microsoft.ContainerService/managedClusters')
    .some(({ properties }) =>
      (properties.agentPoolProfiles as { vnetSubnetID: string }[]).some(({ vnetSubnetID }) =>
        same(vnetSubnetID, subnet.id),
      ),
    );
