import type { Arm } from '../arm/arm.ts';
import type { ArmResource } from '../arm/resource.ts';
import {
  accountDomains,
  cognitiveAccount,
} from '../arm/types/cognitiveServices/cognitiveAccount.ts';
import { privateDnsZone, virtualNetworkLink } from '../arm/types/network/privateDnsZone.ts';
import type { MemberAddress } from '../arm/types/network/memberAddresses.ts';
import { connectionOf, privateEndpoint } from '../arm/types/network/privateEndpoint.ts';
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
  arm: Arm,
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

/** Stands for the public front end of every account: an address of Azure's own range. Nothing answers there. */
const publicAddress = '20.39.184.1';

/**
 * What the network's DNS answers for a name. An account without a private endpoint has its public address. With one, the
 * public name leads into `privatelink.<domain>`: to the record of the linked zone there; where no such zone is linked to
 * the public address; where the zone has no record to nothing, or to the public address if a link falls back to the
 * internet (`NxDomainRedirect`, https://learn.microsoft.com/azure/dns/private-dns-fallback).
 */
export function addressOf(name: string, arm: Arm): string | undefined {
  const host = name.toLowerCase().replace(/\.$/, '');
  if (host === entraHost) return entraAddress;
  const [first, ...domain] = host.split('.');
  const publicName = `${first}.${domain.join('.').replace(/^privatelink\./, '')}`;
  const zoneName = `privatelink.${publicName.split('.').slice(1).join('.')}`;
  const zones = arm
    .list('', privateDnsZone.type)
    .filter(zone => zone.name.toLowerCase() === zoneName && isLinked(zone, arm));
  const record = zones
    .map(zone => arm.get(`${zone.id}/A/${first}`)?.properties.aRecords?.[0]?.ipv4Address)
    .find(Boolean);
  const account = arm
    .list('', cognitiveAccount.type)
    .find(one => accountDomains(one).some(known => known.toLowerCase() === publicName));
  if (!account) return record;
  const connected = account.properties.privateEndpointConnections.length > 0;
  if (!connected && host === publicName) return publicAddress;
  const fallsBack = zones.every(zone =>
    linksOf(zone, arm).some(link => link.properties.resolutionPolicy === 'NxDomainRedirect'),
  );
  return record ?? (fallsBack ? publicAddress : undefined);
}

/** A zone's links to networks that exist. */
const linksOf = (zone: ArmResource, arm: Arm) =>
  arm
    .list(zone.id, virtualNetworkLink.type)
    .filter(link => arm.get(link.properties.virtualNetwork.id) !== undefined);

const isLinked = (zone: ArmResource, arm: Arm) => linksOf(zone, arm).length > 0;

/** The account that a private address leads to. */
function accountBehind(address: string, arm: Arm): ArmResource | undefined {
  const endpoint = arm
    .list('', privateEndpoint.type)
    .find(({ properties }) =>
      (properties.customDnsConfigs as MemberAddress[]).some(one =>
        one.ipAddresses.includes(address),
      ),
    );
  const connection = connectionOf(endpoint)?.properties;
  if (connection?.privateLinkServiceConnectionState?.status !== 'Approved') return undefined;
  return arm.get(connection.privateLinkServiceId);
}
