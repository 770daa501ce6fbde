import type { ResourceType } from '../resourceType.ts';
import { cognitiveAccount } from './cognitiveAccount.ts';
import { deletedAccount } from './deletedAccount.ts';
import { containerRegistry } from './containerRegistry.ts';
import { federatedCredential } from './federatedCredential.ts';
import { linker } from './linker.ts';
import { managedCluster } from './managedCluster.ts';
import { modelDeployment } from './modelDeployment.ts';
import { dnsRecord, privateDnsZone, virtualNetworkLink } from './privateDnsZone.ts';
import { privateDnsZoneGroup } from './privateDnsZoneGroup.ts';
import { privateEndpoint } from './privateEndpoint.ts';
import { project } from './project.ts';
import { resourceGroup } from './resourceGroup.ts';
import { roleAssignment } from './roleAssignment.ts';
import { roleDefinition } from './roleDefinition.ts';
import { userAssignedIdentity } from './userAssignedIdentity.ts';
import { subnet, virtualNetwork } from './virtualNetwork.ts';

/** Every type that behaves in a way of its own. */
export const resourceTypes: ResourceType[] = [
  cognitiveAccount,
  containerRegistry,
  deletedAccount,
  dnsRecord('A'),
  dnsRecord('SOA'),
  federatedCredential,
  linker,
  managedCluster,
  modelDeployment,
  privateDnsZone,
  privateDnsZoneGroup,
  privateEndpoint,
  project,
  resourceGroup,
  roleAssignment,
  roleDefinition,
  subnet,
  userAssignedIdentity,
  virtualNetwork,
  virtualNetworkLink,
];
