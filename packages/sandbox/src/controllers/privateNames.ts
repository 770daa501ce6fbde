import type { ArmResource } from '../arm/resource.ts';
import type { ResourceManager } from '../arm/resourceManager.ts';
import { privateDnsZone, virtualNetworkLink } from '../arm/types/privateDnsZone.ts';
import { privateEndpoint, type MemberAddress } from '../arm/types/privateEndpoint.ts';
import type { Addresses } from './surroundings.ts';

/** What a name means inside of the network. */
export type Resolution =
  /** The address that network policies see, and the room that answers there (a URL). */
  | { address: string; url: string }
  /** Why nothing answers under that name: a sentence. */
  | { refusal: string };

/** One of Entra's public addresses (its service tag AzureActiveDirectory): what a policy for public addresses lets through. */
const entraAddress = '20.190.128.1';
const entraHost = 'login.microsoftonline.com';

/** Resolves a host name as the spoke's DNS would, and finds the room that stands for what lies at that address. */
export function resolveName(
  name: string,
  arm: ResourceManager,
  addresses: Pick<Addresses, 'entra' | 'model'>,
): Resolution {
  const host = name.toLowerCase().replace(/\.$/, '');
  if (host === entraHost) return { address: entraAddress, url: addresses.entra };
  // Azure's public DNS answers an account's own name with a CNAME into `privatelink.<domain>` once it has an endpoint.
  const [first, ...domain] = host.split('.');
  const parent = domain.join('.');
  const zoneName = parent.startsWith('privatelink.') ? parent : `privatelink.${parent}`;
  const zones = arm
    .list('', privateDnsZone.type)
    .filter(zone => zone.name.toLowerCase() === zoneName);
  if (zones.length === 0) {
    return {
      refusal: `${host} is not in the sandbox: nothing outside of it is reachable. It has ${entraHost} and the names in its private DNS zones.`,
    };
  }
  const linked = zones.filter(zone => isLinked(zone, arm));
  if (linked.length === 0) {
    return {
      refusal: `${host} does not resolve: the private DNS zone ${zoneName} is linked to no network. Link it to the network of the cluster.`,
    };
  }
  const address = linked
    .map(zone => arm.get(`${zone.id}/A/${first}`)?.properties.aRecords?.[0]?.ipv4Address)
    .find(Boolean);
  if (!address) {
    return {
      refusal: `${host} has no record in the private DNS zone ${zoneName}: its account needs a private endpoint with a zone group (public access is not reachable from here).`,
    };
  }
  const account = accountBehind(address, arm);
  if (!account) {
    return {
      refusal: `${host} resolves to ${address}, but no approved private endpoint of an existing account has that address.`,
    };
  }
  return { address, url: addresses.model };
}

const isLinked = (zone: ArmResource, arm: ResourceManager) =>
  arm
    .list(zone.id, virtualNetworkLink.type)
    .some(link => arm.get(link.properties.virtualNetwork.id) !== undefined);

/** The account that a private address leads to. */
function accountBehind(address: string, arm: ResourceManager): ArmResource | undefined {
  const endpoint = arm
    .list('', privateEndpoint.type)
    .find(({ properties }) =>
      (properties.customDnsConfigs as MemberAddress[]).some(one =>
        one.ipAddresses.includes(address),
      ),
    );
  const connection = endpoint?.properties.privateLinkServiceConnections?.[0]?.properties;
  if (connection?.privateLinkServiceConnectionState?.status !== 'Approved') return undefined;
  return arm.get(connection.privateLinkServiceId);
}
