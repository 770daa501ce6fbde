import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';
import { knownLocation, ofNetwork, refuseWhileUsed } from './provider.ts';

export const publicAddress: ResourceType = {
  ...ofNetwork,
  type: 'Microsoft.Network/publicIPAddresses',
  tracked: true,
  prepare({ id, body, existing, arm }) {
    knownLocation(body.location);
    const { publicIPAllocationMethod } = body.properties ?? {};
    if (body.sku?.name === 'Standard' && publicIPAllocationMethod !== 'Static')
      throw new ArmError(
        400,
        'StandardSkuPublicIPAddressesMustBeStatic',
        `Standard sku publicIp ${id.id} must have AllocationMethod set to Static.`,
      );
    return {
      idleTimeoutInMinutes: 4,
      publicIPAddressVersion: 'IPv4',
      ...body.properties,
      ipAddress: existing?.properties.ipAddress ?? nextAddress(arm),
    };
  },
  removing(address, arm) {
    const users = arm
      .list('', 'Microsoft.Network/azureFirewalls')
      .filter(({ properties }) =>
        properties.ipConfigurations.some(
          (one: { properties: { publicIPAddress?: { id: string } } }) =>
            one.properties.publicIPAddress?.id.toLowerCase() === address.id.toLowerCase(),
        ),
      );
    refuseWhileUsed('PublicIPAddressCannotBeDeleted', address, users);
  },
};

/** Of the range that is nobody's (RFC 5737), one after another. */
function nextAddress(arm: Arm): string {
  const taken = arm.list('', publicAddress.type).map(({ properties }) => properties.ipAddress);
  for (let last = 1; last < 255; last++)
    if (!taken.includes(`203.0.113.${last}`)) return `203.0.113.${last}`;
  throw new ArmError(
    400,
    'PublicIPCountLimitReached',
    'Cannot create more than 254 public IP addresses for this subscription in this region.',
  );
}
