import { contains } from '../../../packages/sandbox/src/arm/addresses.ts';
import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import type { Network } from './network.ts';
import { inPorts } from './securityRules.ts';

export interface Wanted {
  source: string;
  /** Of the destination; an application rule reads it out of TLS or HTTP. */
  fqdn?: string;
  /** Known where an address is asked for; a public name's is the Internet's to say. */
  address?: string;
  port: number;
  protocol: 'Tcp' | 'Udp';
}

interface Collection {
  name: string;
  priority: number;
  action: { type: 'Allow' | 'Deny' };
  rules: Rule[];
}

interface Rule {
  name: string;
  ruleType: 'NetworkRule' | 'ApplicationRule';
  sourceAddresses?: string[];
  destinationAddresses?: string[];
  destinationFqdns?: string[];
  destinationPorts?: string[];
  ipProtocols?: string[];
  targetFqdns?: string[];
  fqdnTags?: string[];
  protocols?: { protocolType: string; port: number }[];
}

/**
 * What a firewall says: rules by address first, then rules by name, in each the groups and collections by priority; what no rule names
 * is refused. https://learn.microsoft.com/azure/firewall/rule-processing
 */
export function pass(network: Network, firewall: ArmResource, wanted: Wanted) {
  const policy = network.get(firewall.properties.firewallPolicy?.id);
  const collections = network
    .of('Microsoft.Network/firewallPolicies/ruleCollectionGroups', policy?.id ?? '-')
    .sort((a, b) => a.properties.priority - b.properties.priority)
    .flatMap(({ properties }) =>
      [...(properties.ruleCollections as Collection[])].sort((a, b) => a.priority - b.priority),
    );
  for (const type of ['NetworkRule', 'ApplicationRule'] as const)
    for (const { name, action, rules } of collections) {
      const rule = rules.find(one => one.ruleType === type && matches(one, wanted));
      if (rule) return { allowed: action.type === 'Allow', rule: `${name}/${rule.name}` };
    }
  return { allowed: false, rule: 'no rule' };
}

function matches(rule: Rule, wanted: Wanted): boolean {
  const { source, fqdn, address, port, protocol } = wanted;
  if (!rule.sourceAddresses?.some(range => isIn(range, source))) return false;
  if (rule.ruleType === 'NetworkRule') {
    const named = rule.destinationFqdns?.includes(fqdn ?? '') ?? false;
    // An address that nobody here knows is one of "everything", and in no range.
    const addressed = rule.destinationAddresses?.some(range =>
      address ? isIn(range, address) : range === '*',
    );
    return (
      (named || Boolean(addressed)) &&
      (rule.ipProtocols?.some(
        one => one === 'Any' || one.toLowerCase() === protocol.toLowerCase(),
      ) ??
        false) &&
      (rule.destinationPorts?.some(range => inPorts(range, port)) ?? false)
    );
  }
  if (!fqdn || protocol !== 'Tcp' || !rule.protocols?.some(one => one.port === port)) return false;
  const hosts = [
    ...(rule.targetFqdns ?? []),
    ...(rule.fqdnTags ?? []).flatMap(tag => tags[tag] ?? []),
  ];
  return hosts.some(host => isHost(host, fqdn));
}

const isIn = (range: string, address: string) =>
  range === '*' || contains(range.includes('/') ? range : `${range}/32`, `${address}/32`);

const isHost = (pattern: string, fqdn: string) =>
  pattern === '*' ||
  (pattern.startsWith('*.') ? fqdn.endsWith(pattern.slice(1)) : fqdn === pattern);

/** https://learn.microsoft.com/azure/aks/outbound-rules-control-egress: what the tag stands for, as far as documented. */
const tags: Record<string, string[]> = {
  AzureKubernetesService: [
    '*.hcp.koreacentral.azmk8s.io',
    'mcr.microsoft.com',
    '*.data.mcr.microsoft.com',
    'mcr-0001.mcr-msedge.net',
    'management.azure.com',
    'login.microsoftonline.com',
    'packages.microsoft.com',
    'acs-mirror.azureedge.net',
    'packages.aks.azure.com',
  ],
};
