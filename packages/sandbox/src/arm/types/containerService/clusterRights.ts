import type { Arm } from '../../arm.ts';
import { verdictOn } from '../../authorization/access.ts';
import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import { routeTableOf, takesZone } from './clusterNetwork.ts';

interface Need {
  scope?: string;
  actions: string[];
  refusal(lacking: string): ArmError;
}

/**
 * What AKS asks about a cluster's own identity before it begins. One that Azure makes with the cluster is given what it needs.
 * @throws ArmError for the first that it lacks
 */
export function requireRights(
  identity: ArmResource['identity'],
  properties: ArmResource['properties'],
  arm: Arm,
): void {
  const [own] = Object.keys(identity?.userAssignedIdentities ?? {});
  const by = own && arm.get(own)?.properties.principalId;
  if (!by) return;
  for (const { scope, actions, refusal } of needs(properties, arm)) {
    if (!scope) continue;
    const lacking = actions.find(action => verdictOn({ by, action, scope }, arm) !== 'allowed');
    if (lacking) throw refusal(lacking);
  }
}

function needs(properties: ArmResource['properties'], arm: Arm): Need[] {
  const zone: string | undefined = properties.apiServerAccessProfile?.privateDNSZone;
  const subnet: string | undefined = properties.agentPoolProfiles?.[0]?.vnetSubnetID;
  const network = subnet?.split(/\/subnets\//i)[0];
  const routed = properties.networkProfile?.outboundType === 'userDefinedRouting';
  const table = routed ? routeTableOf(subnet, arm) : undefined;
  const kubelet: string | undefined = properties.identityProfile?.kubeletidentity?.resourceId;
  if (kubelet && !arm.get(kubelet))
    // AKS's code; its wording unconfirmed.
    throw new ArmError(
      400,
      'CustomKubeletIdentityPropertyError',
      `The kubelet identity ${kubelet} could not be found.`,
    );
  return [
    {
      // https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/error-codes/customprivatednszonemissingpermissions-error
      scope: takesZone(zone) ? zone : undefined,
      actions: ['read', 'write'].map(verb => `Microsoft.Network/privateDnsZones/${verb}`),
      refusal: lacking =>
        new ArmError(
          400,
          'CustomPrivateDNSZoneMissingPermissionError',
          `Service principal or user-assigned identity must be given permission to read and write to custom private dns zone ${zone}. Check access result not allowed for action ${lacking}.`,
        ),
    },
    {
      // AKS links the zone to the nodes' network as well (https://learn.microsoft.com/azure/aks/private-clusters). In Azure this
      // comes out while the cluster is made.
      scope: takesZone(zone) ? network : undefined,
      actions: ['Microsoft.Network/virtualNetworks/join/action'],
      refusal: lacking =>
        new ArmError(
          400,
          'CreateOrUpdateVirtualNetworkLinkFailed',
          `The link of ${zone} to ${network} could not be made: the cluster's identity may not do ${lacking}.`,
        ),
    },
    {
      // As people were shown it with kubenet; with Azure's own plugin unconfirmed.
      scope: table,
      actions: ['read', 'write'].map(verb => `Microsoft.Network/routeTables/${verb}`),
      refusal: () =>
        new ArmError(
          400,
          'CustomRouteTableMissingPermission',
          `Managed identity or service principle must be given permission to read and write to custom route table ${table}. Please see https://aka.ms/aks/customrt for more information`,
        ),
    },
    {
      // https://learn.microsoft.com/azure/aks/use-managed-identity
      scope: kubelet,
      actions: ['Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'],
      refusal: () =>
        new ArmError(
          400,
          'CustomKubeletIdentityMissingPermissionError',
          `The cluster using user-assigned managed identity must be granted 'Managed Identity Operator' role to assign kubelet identity. You can run 'az role assignment create --assignee <control-plane-identity-principal-id> --role 'Managed Identity Operator' --scope <kubelet-identity-resource-id>' to grant the permission.`,
        ),
    },
  ];
}
