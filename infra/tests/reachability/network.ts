import type { ArmResource } from '../../../packages/sandbox/src/arm/resource.ts';
import { contains } from '../../../packages/sandbox/src/arm/addresses.ts';

/** Azure's own services on the machine that a machine runs on: DNS, health probes. */
export const host = '168.63.129.16';

/** What was made, to be looked things up in. */
export class Network {
  readonly resources: readonly ArmResource[];
  readonly #byId: Map<string, ArmResource>;

  constructor(resources: readonly ArmResource[]) {
    this.resources = resources;
    this.#byId = new Map(resources.map(one => [one.id.toLowerCase(), one]));
  }

  get(id?: string): ArmResource | undefined {
    return id === undefined ? undefined : this.#byId.get(id.toLowerCase());
  }

  /** Of a type, below an id when given. */
  of(type: string, below = ''): ArmResource[] {
    const inside = `${below.toLowerCase()}/`;
    return this.resources.filter(
      one =>
        one.type.toLowerCase() === type.toLowerCase() &&
        (!below || one.id.toLowerCase().startsWith(inside)),
    );
  }

  /**
   * By its name, with its network's before it where several have one of that name: `vnet/subnet`.
   * @throws where there is no such subnet
   */
  subnet(name: string): ArmResource {
    const found = this.of(subnetType).find(
      one => one.name === name || `${this.above(one).name}/${one.name}` === name,
    );
    if (!found) throw new Error(`There is no subnet ${name}.`);
    return found;
  }

  subnetOf(address: string): ArmResource | undefined {
    return this.of(subnetType).find(one => contains(prefixOf(one), `${address}/32`));
  }

  /** The virtual network that a subnet lies in. */
  above(subnet: ArmResource): ArmResource {
    return this.get(subnet.id.split('/').slice(0, -2).join('/')) as ArmResource;
  }

  /** The firewall with this address. */
  firewallAt(address: string): ArmResource | undefined {
    return this.of('Microsoft.Network/azureFirewalls').find(firewall =>
      firewall.properties.ipConfigurations.some(
        (one: ArmResource) => one.properties.privateIPAddress === address,
      ),
    );
  }

  /** The network that a firewall stands in. */
  networkOf(firewall: ArmResource): ArmResource {
    const [{ properties }] = firewall.properties.ipConfigurations;
    return this.above(this.get(properties.subnet.id) as ArmResource);
  }

  /**
   * Whether packets of one network reach the other: itself, or a peering that is connected and allowed in both directions. (Azure keeps
   * the routes of one that is not allowed: a security rule that names the other's addresses would still let them in.)
   */
  joined(one: ArmResource, other: ArmResource): boolean {
    if (one.id === other.id) return true;
    const leads = (from: ArmResource, to: ArmResource) =>
      this.of('Microsoft.Network/virtualNetworks/virtualNetworkPeerings', from.id).some(
        ({ properties }) =>
          same(properties.remoteVirtualNetwork.id, to.id) &&
          properties.peeringState === 'Connected' &&
          properties.allowVirtualNetworkAccess !== false,
      );
    return leads(one, other) && leads(other, one);
  }
}

const subnetType = 'Microsoft.Network/virtualNetworks/subnets';

export const prefixOf = ({ properties }: ArmResource): string =>
  properties.addressPrefix ?? properties.addressPrefixes[0];

export const spaceOf = ({ properties }: ArmResource): string[] =>
  properties.addressSpace.addressPrefixes;

/** Ids that name the same resource: Azure does not tell capitals. */
export const same = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase();
