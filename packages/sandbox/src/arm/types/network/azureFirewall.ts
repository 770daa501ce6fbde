import { freeAddresses } from '../../addresses.ts';
import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { knownLocation, ofNetwork, requireReference } from './provider.ts';

interface IpConfiguration {
  name: string;
  properties: { subnet?: { id: string }; publicIPAddress?: { id: string } };
}

export const azureFirewall: ResourceType = {
  ...ofNetwork,
  type: 'Microsoft.Network/azureFirewalls',
  tracked: true,
  prepare({ id, body, arm }) {
    knownLocation(body.location);
    const at = { by: id.id, location: body.location, arm };
    const { sku, firewallPolicy, ipConfigurations = [] } = body.properties ?? {};
    if (firewallPolicy) {
      const policy = requireReference(firewallPolicy, at);
      if (policy.properties.sku.tier !== sku?.tier)
        throw new ArmError(
          400,
          'AzureFirewallPolicyTierMismatch',
          `Azure Firewall ${id.id} of tier ${sku?.tier} cannot be used with Firewall Policy ${policy.id} of tier ${policy.properties.sku.tier}.`,
        );
    }
    return {
      threatIntelMode: 'Alert',
      ...body.properties,
      applicationRuleCollections: [],
      natRuleCollections: [],
      networkRuleCollections: [],
      ipConfigurations: (ipConfigurations as IpConfiguration[]).map(one => {
        const subnet = requireReference(one.properties.subnet, { by: id.id, arm });
        if (subnet.name !== 'AzureFirewallSubnet')
          throw new ArmError(
            400,
            'AzureFirewallIpConfigurationSubnetNotValid',
            `Azure Firewall ${id.id} has an IP configuration ${one.name} with subnet ${subnet.id}, whose name must be AzureFirewallSubnet.`,
          );
        requireStandard(requireReference(one.properties.publicIPAddress, at), id.id);
        const [privateIPAddress] = freeAddresses(prefixOf(subnet), new Set(), 1);
        return {
          ...one,
          id: `${id.id}/azureFirewallIpConfigurations/${one.name}`,
          type: 'Microsoft.Network/azureFirewalls/azureFirewallIpConfigurations',
          properties: {
            ...one.properties,
            privateIPAddress,
            privateIPAllocationMethod: 'Dynamic',
            provisioningState: 'Succeeded',
          },
        };
      }),
    };
  },
};

const prefixOf = ({ properties }: ArmResource): string =>
  properties.addressPrefix ?? properties.addressPrefixes[0];

function requireStandard(address: ArmResource, by: string): void {
  if (address.sku?.name === 'Standard') return;
  throw new ArmError(
    400,
    'AzureFirewallPublicIPAddressMustBeStandard',
    `Public IP address ${address.id} of Azure Firewall ${by} must be of SKU Standard.`,
  );
}
