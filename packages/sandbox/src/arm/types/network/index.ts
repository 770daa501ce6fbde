import type { ResourceType } from '../../resourceType.ts';
import { azureFirewall } from './azureFirewall.ts';
import { firewallPolicy, ruleCollectionGroup } from './firewallPolicy.ts';
import { networkSecurityGroup, securityRule } from './networkSecurityGroup.ts';
import { peering } from './peering.ts';
import { dnsRecord, privateDnsZone, virtualNetworkLink } from './privateDnsZone.ts';
import { privateDnsZoneGroup } from './privateDnsZoneGroup.ts';
import { privateEndpoint } from './privateEndpoint.ts';
import { publicAddress } from './publicAddress.ts';
import { routeTable } from './routeTable.ts';
import { subnet, virtualNetwork } from './virtualNetwork.ts';

/** Microsoft.Network */
export const network: ResourceType[] = [
  azureFirewall,
  dnsRecord('A'),
  dnsRecord('SOA'),
  firewallPolicy,
  networkSecurityGroup,
  peering,
  privateDnsZone,
  privateDnsZoneGroup,
  privateEndpoint,
  publicAddress,
  routeTable,
  ruleCollectionGroup,
  securityRule,
  subnet,
  virtualNetwork,
  virtualNetworkLink,
];
