import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { Network } from './network.ts';

/** One thing that can be taken away: a resource with what lies below it, or a rule, a route or a setting inside of one. */
export interface Part {
  name: string;
  /** The network without it. */
  without: Network;
}

/** Everything that a way may depend on. */
export function* parts(network: Network): Generator<Part> {
  for (const one of network.resources) {
    yield { name: shortName(one), without: withoutResource(network, one) };
    const { ruleCollections, routes } = one.properties;
    if (ruleCollections) yield* rules(network, one);
    if (routes?.length)
      yield { name: `routes of ${one.name}`, without: changed(network, one, { routes: [] }) };
    if (one.properties.dhcpOptions)
      yield {
        name: `DNS of ${one.name}`,
        without: changed(network, one, { dhcpOptions: { dnsServers: ['10.255.255.1'] } }),
      };
    if (one.properties.dnsSettings)
      yield {
        name: `DNS proxy of ${one.name}`,
        without: changed(network, one, { dnsSettings: { enableProxy: false } }),
      };
  }
}

function* rules(network: Network, group: ArmResource): Generator<Part> {
  for (const collection of group.properties.ruleCollections)
    for (const rule of collection.rules)
      yield {
        name: `${collection.name}/${rule.name}`,
        without: changed(network, group, {
          ruleCollections: group.properties.ruleCollections.map((one: typeof collection) => ({
            ...one,
            rules: one.rules.filter((other: object) => other !== rule),
          })),
        }),
      };
}

const withoutResource = (network: Network, gone: ArmResource) =>
  new Network(
    network.resources.filter(
      ({ id }) => id !== gone.id && !id.toLowerCase().startsWith(`${gone.id.toLowerCase()}/`),
    ),
  );

const changed = (network: Network, one: ArmResource, properties: object) =>
  new Network(
    network.resources.map(other =>
      other === one ? { ...one, properties: { ...one.properties, ...properties } } : other,
    ),
  );

/** `nsg-aks-subnet/Deny-All-Else`, `A aif-myapp in privatelink.openai.azure.com`, `peering hub of vnet-…`. */
function shortName({ type, name, id }: ArmResource): string {
  const above = id.split('/').at(-3);
  const kind = type.split('/').at(-1);
  if (kind === 'A') return `record ${name} of ${above}`;
  if (kind === 'securityRules') return `${above}/${name}`;
  if (kind === 'virtualNetworkLinks') return `link of ${above}`;
  if (kind === 'virtualNetworkPeerings') return `peering of ${above}`;
  return name;
}
