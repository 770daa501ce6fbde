import type { ArmResource } from '../azure/client';
import type { LandingZone } from '../config/landingZone';

/** A Foundry account's endpoint has an address for each of its three names. */
const addressesOfEndpoint = 3;
/** Azure keeps the first four addresses of a subnet and its last to itself. */
const keptByAzure = 5;

/** Where a private endpoint would go: whether it is there, and has room. */
export function subnetProblems(zone: LandingZone, found: ArmResource | undefined): string[] {
  const name = zone.network.privateEndpointSubnetId.split('/').at(-1);
  const key = `network.privateEndpointSubnetId of the landing zone ${zone.title}`;
  if (!found)
    return [
      `The subnet ${name} does not exist: the platform team has to make it, or to correct ${key}.`,
    ];
  const free = freeAddresses(found);
  return free === undefined || free >= addressesOfEndpoint
    ? []
    : [
        `The subnet ${name} has ${free} free addresses, and a private endpoint takes ${addressesOfEndpoint}: the platform team has to widen it, or to name another in ${key}.`,
      ];
}

/** A zone that the private endpoints' names would be written to. */
export function dnsZoneProblems(
  zone: LandingZone,
  key: string,
  id: string,
  found: ArmResource | undefined,
): string[] {
  if (found) return [];
  return [
    `The private DNS zone ${id.split('/').at(-1)} does not exist: the platform team has to make it, or to correct network.dnsZoneIds.${key} of the landing zone ${zone.title}.`,
  ];
}

/** Undefined where Azure does not say. */
function freeAddresses({ properties }: ArmResource): number | undefined {
  const { addressPrefix, addressPrefixes, ipConfigurations } = properties as {
    addressPrefix?: string;
    addressPrefixes?: string[];
    ipConfigurations?: unknown[];
  };
  const bits = (addressPrefixes ?? [addressPrefix ?? ''])
    .map(prefix => /^[\d.]+\/(\d+)$/.exec(prefix)?.[1])
    .flatMap(value => (value === undefined ? [] : [Number(value)]));
  if (bits.length === 0) return undefined;
  const all = bits.reduce((sum, value) => sum + 2 ** (32 - value) - keptByAzure, 0);
  return Math.max(0, all - (ipConfigurations?.length ?? 0));
}
