import type { ArmResource, ResourceBody } from '../resource.ts';
import type { Asked } from './action.ts';

/** A permission on a resource that a body refers to; `shown` is how the refusal names its action. */
export interface Linked extends Asked {
  shown: string;
}

/**
 * What a write needs on the resources that its body refers to.
 * https://learn.microsoft.com/azure/role-based-access-control/troubleshooting (LinkedAuthorizationFailed)
 */
export function linkedActions(type: string, body: ResourceBody): Linked[] {
  const assigned = Object.keys(body.identity?.userAssignedIdentities ?? {}).map(scope =>
    linked('Microsoft.ManagedIdentity/userAssignedIdentities/assign/action', scope),
  );
  return [...assigned, ...(byType[type.toLowerCase()]?.(body.properties ?? {}) ?? [])];
}

const linked = (action: string, scope: string): Linked => ({ action, scope, shown: action });

const byType: Record<string, (properties: ArmResource['properties']) => Linked[]> = {
  'microsoft.network/privateendpoints': ({ subnet, privateLinkServiceConnections = [] }) => [
    ...(subnet?.id
      ? [linked('Microsoft.Network/virtualNetworks/subnets/join/action', subnet.id)]
      : []),
    // A connection that is to be approved by itself needs the right to approve on its target; the refusal names the
    // action without its provider (as people were shown it: github.com/MicrosoftDocs/azure-docs/issues/96892). One in
    // manualPrivateLinkServiceConnections needs none, and stays Pending.
    ...(privateLinkServiceConnections as ArmResource[]).flatMap(({ properties }) => {
      const target: string | undefined = properties?.privateLinkServiceId;
      const [, provider, kind] = /\/providers\/([^/]+)\/([^/]+)\/[^/]+$/.exec(target ?? '') ?? [];
      return target && kind
        ? [
            {
              action: `${provider}/${kind}/privateEndpointConnectionsApproval/action`,
              scope: target,
              shown: 'PrivateEndpointConnectionsApproval/action',
            },
          ]
        : [];
    }),
  ],
  'microsoft.network/privateendpoints/privatednszonegroups': ({ privateDnsZoneConfigs = [] }) =>
    (privateDnsZoneConfigs as ArmResource[]).flatMap(({ properties }) =>
      properties?.privateDnsZoneId
        ? [linked('Microsoft.Network/privateDnsZones/join/action', properties.privateDnsZoneId)]
        : [],
    ),
  'microsoft.network/privatednszones/virtualnetworklinks': ({ virtualNetwork }) =>
    virtualNetwork?.id
      ? [linked('Microsoft.Network/virtualNetworks/join/action', virtualNetwork.id)]
      : [],
};
