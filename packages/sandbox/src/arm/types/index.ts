import type { ResourceType } from '../resourceType.ts';
import { roleAssignment } from './authorization/roleAssignment.ts';
import { roleDefinition } from './authorization/roleDefinition.ts';
import { cognitiveAccount } from './cognitiveServices/cognitiveAccount.ts';
import { deletedAccount } from './cognitiveServices/deletedAccount.ts';
import { modelDeployment } from './cognitiveServices/modelDeployment.ts';
import { project } from './cognitiveServices/project.ts';
import { containerRegistries } from './containerRegistry/index.ts';
import { managedCluster } from './containerService/managedCluster.ts';
import { keyVault } from './keyVault/index.ts';
import { federatedCredential } from './managedIdentity/federatedCredential.ts';
import { userAssignedIdentity } from './managedIdentity/userAssignedIdentity.ts';
import { network } from './network/index.ts';
import { resourceGroup } from './resources/resourceGroup.ts';
import { linker } from './serviceLinker/linker.ts';

/** Every type that behaves in a way of its own. */
export const resourceTypes: ResourceType[] = [
  ...containerRegistries,
  ...keyVault,
  ...network,
  cognitiveAccount,
  deletedAccount,
  federatedCredential,
  linker,
  managedCluster,
  modelDeployment,
  project,
  resourceGroup,
  roleAssignment,
  roleDefinition,
  userAssignedIdentity,
];
