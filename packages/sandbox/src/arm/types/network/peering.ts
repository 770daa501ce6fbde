import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { overlaps } from '../../addresses.ts';
import { ofNetwork, requireReference } from './provider.ts';

/** One direction; connected once the other one is there. */
export const peering: ResourceType = {
  ...ofNetwork,
  type: 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings',
  prepare({ id, body, arm }) {
    const remote = requireReference(body.properties?.remoteVirtualNetwork, { by: id.id, arm });
    const local = arm.get(id.parent) as ArmResource;
    const clash = ranges(local).find(one => ranges(remote).some(other => overlaps(one, other)));
    if (clash)
      throw new ArmError(
        400,
        'VnetAddressSpacesOverlap',
        `Cannot create or update peering ${id.id}. Virtual networks ${local.id} and ${remote.id} cannot be peered because their address spaces overlap. Conflicting address prefixes: ${clash}.`,
      );
    const { peeringState: _state, peeringSyncLevel: _level, ...properties } = body.properties ?? {};
    return {
      ...properties,
      remoteAddressSpace: remote.properties.addressSpace,
      remoteVirtualNetworkAddressSpace: remote.properties.addressSpace,
      doNotVerifyRemoteGateways: false,
    };
  },
  present(one, arm) {
    const connected = isConnected(one, arm);
    return {
      ...one,
      properties: {
        ...one.properties,
        peeringState: connected ? 'Connected' : 'Initiated',
        peeringSyncLevel: connected ? 'FullyInSync' : 'RemoteNotInSync',
      },
    };
  },
};

const ranges = (network: ArmResource): string[] => network.properties.addressSpace.addressPrefixes;
const networkOf = (one: ArmResource) => one.id.split('/').slice(0, -2).join('/').toLowerCase();

/** Whether the direction that leads back is there. */
const isConnected = (one: ArmResource, arm: Arm): boolean =>
  arm
    .stored(String(one.properties.remoteVirtualNetwork?.id), peering.type)
    .some(
      back => String(back.properties.remoteVirtualNetwork?.id).toLowerCase() === networkOf(one),
    );
