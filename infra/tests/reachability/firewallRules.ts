import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { hostsOf } from './fqdnTags.ts';
import type { Network } from './network.ts';
import { inPorts, inRange } from './securityRules.ts';

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
  action: { type: 'Allow' | 'Deny' | 'DNAT' };
  rules: Rule[];
}

interface Rule {
  name: string;
  ruleType: 'NatRule' | 'NetworkRule' | 'ApplicationRule';
  sourceAddresses?: string[];
  destinationAddresses?: string[];
  destinationFqdns?: string[];
  destinationPorts?: string[];
  ipProtocols?: string[];
  targetFqdns?: string[];
  fqdnTags?: string[];
  protocols?: { protocolType: string; port: number }[];
  translatedAddress?: string;
  translatedPort?: string;
}

/**
 * What a firewall says: rules by address first, then rules by name, in each the groups and collections by priority; what no rule names
 * is refused. https://learn.microsoft.com/azure/firewall/rule-processing
 */
export function pass(network: Network, firewall: ArmResource, wanted: Wanted) {
  for (const type of ['NetworkRule', 'ApplicationRule'] as const) {
    const found = firstRule(network, firewall, type, wanted);
    if (found)
      return {
        allowed: found.action.type === 'Allow',
        rule: found.name,
        // What goes by a rule by name comes from the firewall itself; between private addresses a rule by address leaves the sender's.
        // https://learn.microsoft.com/azure/firewall/snat-private-range
        source: type === 'ApplicationRule' ? firewallAddress(firewall) : wanted.source,
      };
  }
  return { allowed: false, rule: `no rule of ${firewall.name}`, source: wanted.source };
}

const firewallAddress = ({ properties }: ArmResource): string =>
  properties.ipConfigurations[0].properties.privateIPAddress;

/** Where a firewall sends what comes to its public address: nowhere, without a rule for it. */
export function translate(network: Network, firewall: ArmResource, wanted: Wanted) {
  const found = firstRule(network, firewall, 'NatRule', wanted);
  return (
    found && {
      rule: found.name,
      address: String(found.rule.translatedAddress),
      port: Number(found.rule.translatedPort),
    }
  );
}

function firstRule(
  network: Network,
  firewall: ArmResource,
  type: Rule['ruleType'],
  wanted: Wanted,
) {
  const policy = network.get(firewall.properties.firewallPolicy?.id);
  const collections = network
    .of('Microsoft.Network/firewallPolicies/ruleCollectionGroups', policy?.id ?? '-')
    .sort((a, b) => a.properties.priority - b.properties.priority)
    .flatMap(({ properties }) =>
      [...(properties.ruleCollections as Collection[])].sort((a, b) => a.priority - b.priority),
    );
  for (const { name, action, rules } of collections) {
    const rule = rules.find(
      one =>
        one.ruleType === type &&
        one.sourceAddresses?.some(range => range === '*' || inRange(range, wanted.source)) &&
        (type === 'ApplicationRule'
          ? matchesByName(one, wanted, String(firewall.location))
          : matchesByAddress(one, wanted)),
    );
    if (rule) return { name: `${name}/${rule.name}`, action, rule };
  }
  return undefined;
}

function matchesByAddress(rule: Rule, { fqdn, address, port, protocol }: Wanted): boolean {
  const protocols = (rule.ipProtocols ?? []).map(one => one.toLowerCase());
  // An address that nobody here knows is one of "everything", and in no range.
  const addressed = rule.destinationAddresses?.some(
    range => range === '*' || (address && inRange(range, address)),
  );
  const named = fqdn && rule.destinationFqdns?.includes(fqdn.toLowerCase());
  return (
    Boolean(addressed || named) &&
    (protocols.includes('any') || protocols.includes(protocol.toLowerCase())) &&
    (rule.destinationPorts ?? []).some(range => inPorts(range, port))
  );
}

/** Without a name in TLS or HTTP no rule by name is for it, not even one for all names. */
function matchesByName(rule: Rule, wanted: Wanted, location: string): boolean {
  const { fqdn, port, protocol } = wanted;
  if (!fqdn || protocol !== 'Tcp' || !rule.protocols?.some(one => one.port === port)) return false;
  return [
    ...(rule.targetFqdns ?? []),
    ...(rule.fqdnTags ?? []).flatMap(tag => hostsOf(tag, location)),
  ].some(pattern => isHost(pattern.toLowerCase(), fqdn.toLowerCase()));
}

/** `*.contoso.com` is each host below contoso.com, and not contoso.com. */
const isHost = (pattern: string, fqdn: string) =>
  pattern === '*' ||
  (pattern.startsWith('*.') ? fqdn.endsWith(pattern.slice(1)) : fqdn === pattern);
