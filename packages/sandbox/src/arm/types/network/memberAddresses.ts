import { contains, freeAddresses } from '../../addresses.ts';
import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import type { Member } from './privateLinkMembers.ts';

/** A name of a private endpoint with its address: an entry of `customDnsConfigs`. */
export interface MemberAddress {
  fqdn: string;
  ipAddresses: string[];
}

interface IpConfiguration {
  name: string;
  properties: { memberName?: string; privateIPAddress: string };
}

/**
 * An address for each member: those that the body asks for, else the subnet's lowest free ones.
 * @throws ArmError where one is taken, lies outside, is for no member, or none is left
 */
export function addressesOf(
  members: Member[],
  { prefix, asked, arm }: { prefix: string; asked: IpConfiguration[]; arm: Arm },
): MemberAddress[] {
  const taken = new Set(
    arm
      .stored('', 'Microsoft.Network/privateEndpoints')
      .flatMap(endpoint => endpoint.properties.customDnsConfigs as MemberAddress[])
      .flatMap(config => config.ipAddresses),
  );
  if (asked.length > 0) return asFixed(members, { prefix, asked, taken });
  const free = freeAddresses(prefix, taken, members.length);
  if (free.length < members.length) {
    throw new ArmError(
      400,
      'SubnetIsFull',
      `The subnet with address prefix ${prefix} does not have enough capacity for ${members.length} IP addresses.`,
    );
  }
  return members.map(({ fqdn }, i) => ({ fqdn, ipAddresses: [free[i]] }));
}

function asFixed(
  members: Member[],
  { prefix, asked, taken }: { prefix: string; asked: IpConfiguration[]; taken: Set<string> },
): MemberAddress[] {
  return members.map(({ name, fqdn }) => {
    const address = asked.find(one => one.properties.memberName === name)?.properties
      .privateIPAddress;
    if (!address)
      throw new ArmError(
        400,
        'PrivateEndpointIpConfigurationsMismatch',
        `IP configurations name the members '${asked.map(one => one.properties.memberName).join("', '")}', but the resource has '${members.map(one => one.name).join("', '")}'.`,
      );
    if (!contains(prefix, `${address}/32`))
      throw new ArmError(
        400,
        'PrivateIPAddressNotInSubnet',
        `Private static IP address ${address} does not belong to the range of subnet prefix ${prefix}.`,
      );
    if (taken.has(address))
      throw new ArmError(
        400,
        'PrivateIPAddressIsAllocated',
        `IP address ${address} is already allocated to another resource.`,
      );
    return { fqdn, ipAddresses: [address] };
  });
}
