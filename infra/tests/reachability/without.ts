import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { Network } from './network.ts';
import { closedBy, isClosed, opened } from './services.ts';

/** One thing that can be taken away: a resource with what lies below it, or a rule, a route or a setting inside of one. */
export interface Part {
  name: string;
  /** The network without it. */
  without: () => Network;
  /** A refusal, turned: the network in which it lets through what it refused. */
  turned?: () => Network;
}

/** Everything that a way may depend on, or be refused by. */
export const parts = (network: Network): Part[] =>
  network.resources.flatMap(one => [
    { name: nameOf(one), without: () => withoutResource(network, one) },
    ...collections(network, one),
    ...settings(network, one),
  ]);

/** Rule collections of a firewall's policy, and the rules in them. */
function collections(network: Network, group: ArmResource): Part[] {
  const all = (group.properties.ruleCollections ?? []) as Collection[];
  const replaced = (which: Collection, by: Collection[]) => () =>
    changed(network, group, {
      ruleCollections: all.flatMap(one => (one === which ? by : [one])),
    });
  return all.flatMap(one => {
    const turned = replaced(one, [{ ...one, action: { type: 'Allow' } }]);
    return [
      { name: one.name, without: replaced(one, []) },
      ...one.rules.map(rule => ({
        name: `${one.name}/${rule.name}`,
        without: replaced(one, [{ ...one, rules: one.rules.filter(other => other !== rule) }]),
        turned,
      })),
    ];
  });
}

interface Collection {
  name: string;
  action: { type: string };
  rules: { name: string }[];
}

/** What a resource says inside of itself. */
function settings(network: Network, one: ArmResource): Part[] {
  const { name, properties } = one;
  const part = (title: string, properties: object): Part => ({
    name: title,
    without: () => changed(network, one, properties),
  });
  const found: Part[] = [];
  for (const route of (properties.routes ?? []) as ArmResource[]) {
    const routes = properties.routes.filter((other: ArmResource) => other !== route);
    found.push(part(`${name}/${route.name}`, { routes }));
  }
  if (properties.dhcpOptions)
    found.push(part(`DNS of ${name}`, { dhcpOptions: { dnsServers: ['10.255.255.1'] } }));
  if (properties.dnsSettings)
    found.push(part(`DNS proxy of ${name}`, { dnsSettings: { enableProxy: false } }));
  if (/\/virtualNetworkPeerings$/i.test(one.type))
    found.push(part(`access by ${nameOf(one)}`, { allowVirtualNetworkAccess: false }));
  if (/\/virtualNetworkLinks$/i.test(one.type))
    found.push(part(`fallback of ${nameOf(one)}`, { resolutionPolicy: 'Default' }));
  if (/\/privateEndpoints$/i.test(one.type))
    found.push(
      part(`approval of ${name}`, {
        privateLinkServiceConnections: rejected(one),
      }),
    );
  if (properties.connectionState)
    found.push({
      ...part(`approval of ${name}`, {
        connectionState: { status: 'Pending' },
      }),
      turned: () => changed(network, one, { connectionState: { status: 'Approved' } }),
    });
  if (isClosed(one)) {
    const open = () => changed(network, one, opened(one).properties);
    found.push({
      name: closedBy(one),
      without: open,
      turned: open,
    });
  }
  return found;
}

const rejected = ({ properties }: ArmResource) =>
  properties.privateLinkServiceConnections.map((one: ArmResource) => ({
    ...one,
    properties: {
      ...one.properties,
      privateLinkServiceConnectionState: { status: 'Rejected' },
    },
  }));

const withoutResource = (network: Network, gone: ArmResource) =>
  new Network(
    network.resources.filter(
      ({ id }) => id !== gone.id && !id.toLowerCase().startsWith(`${gone.id.toLowerCase()}/`),
    ),
  );

/** The network with other properties of one resource. */
export const changed = (network: Network, one: ArmResource, properties: object): Network =>
  new Network(
    network.resources.map(other =>
      other === one ? { ...one, properties: { ...one.properties, ...properties } } : other,
    ),
  );

/** `nsg-aks-subnet/Deny-All-Else`, `record aif-myapp of privatelink.openai.azure.com`, `peering of vnet-…`. */
function nameOf({ type, name, id }: ArmResource): string {
  const above = id.split('/').at(-3);
  switch (type.split('/').at(-1)) {
    case 'A':
      return `record ${name} of ${above}`;
    case 'securityRules':
      return `${above}/${name}`;
    case 'virtualNetworkLinks':
      return `link of ${above}`;
    case 'virtualNetworkPeerings':
      return `peering of ${above}`;
    case 'scopedResources':
      return `${name} of ${above}`;
    default:
      return name;
  }
}
