import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { Network } from './network.ts';
import { changed, parts } from './without.ts';

/** The network with other properties of the resources of this name. */
export const alter = (network: Network, name: string, properties: object): Network =>
  network.resources
    .filter(one => one.name === name)
    .reduce((result, one) => changed(result, one, properties), network);

/** The network without one of its parts. */
export function without(network: Network, name: string): Network {
  const [part] = parts(network).filter(one => one.name === name);
  return part.without();
}

/** With a route of the nodes' subnet beside the one to the firewall. */
export function routed(
  network: Network,
  addressPrefix: string,
  nextHopType: string,
  nextHopIpAddress?: string,
): Network {
  const [table] = network.of('Microsoft.Network/routeTables');
  const properties = { addressPrefix, nextHopType, nextHopIpAddress };
  return changed(network, table, {
    routes: [...table.properties.routes, { name: 'another', properties }],
  });
}

/** With a rule at the nodes' subnet that refuses what leaves for this. */
export function forbidden(network: Network, destination: string): Network {
  const [group] = network
    .of('Microsoft.Network/networkSecurityGroups')
    .filter(({ name }) => name === 'nsg-aks-subnet');
  const rule: ArmResource = {
    id: `${group.id}/securityRules/Deny-Out`,
    name: 'Deny-Out',
    type: 'Microsoft.Network/networkSecurityGroups/securityRules',
    properties: {
      priority: 100,
      direction: 'Outbound',
      access: 'Deny',
      protocol: '*',
      sourceAddressPrefix: '*',
      destinationAddressPrefix: destination,
      destinationPortRange: '*',
    },
  };
  return new Network([...network.resources, rule]);
}

/** With one rule more, in a collection of its own, in one of the policy's groups. */
export function ruled(network: Network, group: string, priority: number, rule: object): Network {
  const [found] = network
    .of('Microsoft.Network/firewallPolicies/ruleCollectionGroups')
    .filter(({ name }) => name === group);
  const action = { type: 'translatedAddress' in rule ? 'DNAT' : 'Allow' };
  const rules = [{ name: 'rule', sourceAddresses: ['*'], ...rule }];
  return changed(network, found, {
    ruleCollections: [
      ...found.properties.ruleCollections,
      { name: 'More', priority, action, rules },
    ],
  });
}

export const byName = (fqdn: string) => ({
  ruleType: 'ApplicationRule',
  targetFqdns: [fqdn],
  protocols: [{ protocolType: 'Https', port: 443 }],
});

/** For HTTPS to every address. */
export const byAddress = {
  ruleType: 'NetworkRule',
  destinationAddresses: ['*'],
  destinationPorts: ['443'],
  ipProtocols: ['TCP'],
};

/** From the firewall's public address to a node. */
export const inward = {
  ...byAddress,
  ruleType: 'NatRule',
  translatedAddress: '10.1.0.5',
  translatedPort: '443',
};
