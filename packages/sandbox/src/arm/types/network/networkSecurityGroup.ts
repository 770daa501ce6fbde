import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { knownLocation, ofNetwork, referring, refuseWhileUsed } from './provider.ts';

const ruleType = 'Microsoft.Network/networkSecurityGroups/securityRules';
const subnetType = 'Microsoft.Network/virtualNetworks/subnets';

export const networkSecurityGroup: ResourceType = {
  ...ofNetwork,
  type: 'Microsoft.Network/networkSecurityGroups',
  tracked: true,
  prepare({ body }) {
    knownLocation(body.location);
    const { securityRules: _, ...properties } = body.properties ?? {};
    return properties;
  },
  removing: (group, arm) =>
    refuseWhileUsed(
      'InUseNetworkSecurityGroupCannotBeDeleted',
      group,
      referring(arm, subnetType, 'networkSecurityGroup', group.id),
    ),
  present: (group, arm) => ({
    ...group,
    properties: {
      ...group.properties,
      securityRules: arm.list(group.id, ruleType),
      defaultSecurityRules: defaultRules.map(rule => defaultRule(group, rule)),
      subnets: referring(arm, subnetType, 'networkSecurityGroup', group.id).map(({ id }) => ({
        id,
      })),
    },
  }),
};

export const securityRule: ResourceType = {
  ...ofNetwork,
  type: ruleType,
  prepare({ id, body, arm }) {
    const { priority, direction } = body.properties ?? {};
    if (!Number.isInteger(priority) || priority < 100 || priority > 4096)
      throw new ArmError(
        400,
        'SecurityRuleInvalidPriority',
        `Security rule ${id.name} has invalid Priority. Value provided: ${priority} Allowed range: 100-4096.`,
      );
    const twin = arm
      .list(id.parent, ruleType)
      .find(
        ({ name, properties }) =>
          name.toLowerCase() !== id.name.toLowerCase() &&
          properties.priority === priority &&
          properties.direction === direction,
      );
    if (twin)
      throw new ArmError(
        400,
        'SecurityRuleConflict',
        `Security rule ${id.name} conflicts with rule ${twin.name}. Rules cannot have the same Priority and Direction.`,
      );
    return { ...body.properties };
  },
};

/** Azure's own last rules. https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules */
const defaultRules = [
  ['AllowVnetInBound', 65000, 'Inbound', 'Allow', 'VirtualNetwork', 'VirtualNetwork'],
  ['AllowAzureLoadBalancerInBound', 65001, 'Inbound', 'Allow', 'AzureLoadBalancer', '*'],
  ['DenyAllInBound', 65500, 'Inbound', 'Deny', '*', '*'],
  ['AllowVnetOutBound', 65000, 'Outbound', 'Allow', 'VirtualNetwork', 'VirtualNetwork'],
  ['AllowInternetOutBound', 65001, 'Outbound', 'Allow', '*', 'Internet'],
  ['DenyAllOutBound', 65500, 'Outbound', 'Deny', '*', '*'],
] as const;

function defaultRule(
  group: ArmResource,
  [name, priority, direction, access, from, to]: (typeof defaultRules)[number],
) {
  return {
    id: `${group.id}/defaultSecurityRules/${name}`,
    name,
    type: 'Microsoft.Network/networkSecurityGroups/defaultSecurityRules',
    etag: group.etag,
    properties: {
      provisioningState: 'Succeeded',
      protocol: '*',
      sourcePortRange: '*',
      destinationPortRange: '*',
      sourceAddressPrefix: from,
      destinationAddressPrefix: to,
      access,
      priority,
      direction,
    },
  };
}
