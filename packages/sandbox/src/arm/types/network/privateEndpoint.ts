import { randomUUID } from 'node:crypto';
import type { Arm } from '../../arm.ts';
import { ArmError, invalidReference } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import { settledAt } from '../cognitiveServices/cognitiveAccount.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { addressesOf, type MemberAddress } from './memberAddresses.ts';
import { membersOf } from './privateLinkMembers.ts';

export const privateEndpoint: ResourceType = {
  type: 'Microsoft.Network/privateEndpoints',
  tracked: true,
  bare: true,
  etag: true,
  write: { path: 'operations', state: 'Updating', updateState: 'Updating' },
  remove: { path: 'operations', location: 'also' },
  prepare({ id, body, existing, arm }) {
    if (body.location) requireLocation(body.location);
    const subnetId: string | undefined = body.properties?.subnet?.id;
    const subnet = subnetId ? arm.get(subnetId) : undefined;
    if (!subnetId || !subnet) throw invalidReference(String(subnetId), id.id);
    requireSameRegion(body.location ?? existing?.location, subnetId, id.id, arm);
    const manual = Boolean(body.properties?.manualPrivateLinkServiceConnections?.length);
    const connections: ArmResource['properties'][] = [
      ...(body.properties?.privateLinkServiceConnections ?? []),
      ...(body.properties?.manualPrivateLinkServiceConnections ?? []),
    ];
    if (connections.length !== 1) {
      throw new ArmError(
        400,
        'InvalidPrivateEndpoint',
        `Private endpoint ${id.name} must have exactly one private link service connection.`,
      );
    }
    const [connection] = connections;
    const target = requireTarget(connection.properties.privateLinkServiceId, arm);
    const members = membersOf(target, connection.properties.groupIds ?? [], arm);
    const addresses: MemberAddress[] =
      existing?.properties.customDnsConfigs ??
      addressesOf(members, {
        prefix: subnet.properties.addressPrefix ?? subnet.properties.addressPrefixes[0],
        asked: body.properties?.ipConfigurations ?? [],
        arm,
      });
    const nicName = body.properties?.customNetworkInterfaceName || `${id.name}.nic.${randomUUID()}`;
    const nicId = `${id.parent}/providers/Microsoft.Network/networkInterfaces/${nicName}`;
    const networkInterfaces = existing?.properties.networkInterfaces ?? [{ id: nicId }];
    const connected = [
      {
        name: connection.name,
        id: `${id.id}/${manual ? 'manualP' : 'p'}rivateLinkServiceConnections/${connection.name}`,
        type: `Microsoft.Network/privateEndpoints/${manual ? 'manualP' : 'p'}rivateLinkServiceConnections`,
        properties: {
          ...connection.properties,
          provisioningState: 'Succeeded',
          privateLinkServiceConnectionState: connectionOf(existing)?.properties
            .privateLinkServiceConnectionState ?? {
            status: manual ? 'Pending' : 'Approved',
            description: manual ? 'Awaiting Approval' : 'Auto Approved',
            actionsRequired: 'None',
          },
        },
      },
    ];
    return {
      resourceGuid: existing?.properties.resourceGuid ?? randomUUID(),
      privateLinkServiceConnections: manual ? [] : connected,
      manualPrivateLinkServiceConnections: manual ? connected : [],
      customNetworkInterfaceName: body.properties?.customNetworkInterfaceName ?? '',
      subnet: { id: subnetId },
      ipConfigurations: body.properties?.ipConfigurations ?? [],
      ipVersionType: 'IPv4',
      networkInterfaces,
      customDnsConfigs: addresses,
    };
  },
  done(endpoint, arm) {
    const [{ id }] = endpoint.properties.networkInterfaces;
    arm.put({
      id,
      name: id.split('/').at(-1),
      type: 'Microsoft.Network/networkInterfaces',
      location: endpoint.location,
      properties: {
        provisioningState: 'Succeeded',
        privateEndpoint: { id: endpoint.id },
        ipConfigurations: endpoint.properties.customDnsConfigs.map(
          ({ fqdn, ipAddresses }: MemberAddress, i: number) => ({
            name: `ipconfig${i}`,
            id: `${id}/ipConfigurations/ipconfig${i}`,
            type: 'Microsoft.Network/networkInterfaces/ipConfigurations',
            properties: {
              privateIPAddress: ipAddresses[0],
              privateIPAllocationMethod: 'Dynamic',
              primary: i === 0,
              subnet: endpoint.properties.subnet,
              privateLinkConnectionProperties: {
                groupId: connectionOf(endpoint)?.properties.groupIds[0],
                requiredMemberName: fqdn.split('.')[1],
                fqdns: [fqdn],
              },
            },
          }),
        ),
      },
    });
  },
  present(endpoint, arm) {
    const shown = (connection: ArmResource) => ({
      ...connection,
      etag: endpoint.etag,
      ...(!arm.has(connection.properties.privateLinkServiceId) && {
        properties: { ...connection.properties, privateLinkServiceConnectionState: disconnected },
      }),
    });
    const { privateLinkServiceConnections, manualPrivateLinkServiceConnections, ...rest } =
      endpoint.properties;
    return {
      ...endpoint,
      properties: {
        ...rest,
        privateLinkServiceConnections: privateLinkServiceConnections.map(shown),
        manualPrivateLinkServiceConnections: manualPrivateLinkServiceConnections.map(shown),
      },
    };
  },
  removed: (endpoint, arm) =>
    endpoint.properties.networkInterfaces.forEach((nic: { id: string }) => arm.drop(nic.id)),
};

/** What the connection becomes when its target is deleted. */
const disconnected = { status: 'Disconnected', description: 'Deleted', actionsRequired: 'None' };

/** An endpoint's one connection, whichever way it was asked for. */
export const connectionOf = (endpoint?: ArmResource): ArmResource | undefined =>
  endpoint &&
  [
    ...endpoint.properties.privateLinkServiceConnections,
    ...endpoint.properties.manualPrivateLinkServiceConnections,
  ][0];

function requireSameRegion(
  location: string | undefined,
  subnetId: string,
  by: string,
  arm: Arm,
): void {
  const network = arm.get(subnetId.split('/').slice(0, -2).join('/'));
  const plain = (region?: string) => region?.toLowerCase().replaceAll(' ', '');
  if (plain(network?.location) !== plain(location)) throw invalidReference(subnetId, by);
}

/**
 * The race that Azure has: an account that its own GET calls Succeeded is still `Accepted` for the network provider, for so
 * many of Azure's seconds after its write ended ("within a second", people say).
 */
const acceptedSeconds = 2.5;

function requireTarget(id: string | undefined, arm: Arm): ArmResource {
  const target = id ? arm.get(id) : undefined;
  if (!id || !target) throw invalidReference(String(id), 'the private endpoint');
  const state = target.properties.provisioningState;
  const settledFor = Date.now() - (settledAt.get(arm)?.get(id.toLowerCase()) ?? 0);
  if (
    target.type.toLowerCase() === 'microsoft.cognitiveservices/accounts' &&
    (state !== 'Succeeded' || settledFor < acceptedSeconds * 1000 * arm.timing.settings.scale)
  ) {
    throw new ArmError(
      400,
      'AccountProvisioningStateInvalid',
      `Call to Microsoft.CognitiveServices/accounts failed. Error message: Account ${id} in state ${state === 'Succeeded' ? 'Accepted' : state}.`,
    );
  }
  return target;
}
