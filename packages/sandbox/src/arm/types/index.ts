import type { ResourceType } from '../resourceType.ts';
import { prometheusRuleGroup } from './alertsManagement/prometheusRuleGroup.ts';
import { lock } from './authorization/lock.ts';
import {
  policyAssignment,
  policyDefinition,
  policySetDefinition,
} from './authorization/policyDefinition.ts';
import { roleAssignment } from './authorization/roleAssignment.ts';
import { roleDefinition } from './authorization/roleDefinition.ts';
import { cognitiveAccount } from './cognitiveServices/cognitiveAccount.ts';
import { deletedAccount } from './cognitiveServices/deletedAccount.ts';
import { modelDeployment } from './cognitiveServices/modelDeployment.ts';
import { project } from './cognitiveServices/project.ts';
import { budget } from './consumption/budget.ts';
import { containerRegistries } from './containerRegistry/index.ts';
import { containerService } from './containerService/index.ts';
import { grafana, managedPrivateEndpoint } from './dashboard/grafana.ts';
import { dbForPostgreSql } from './dbForPostgreSql/index.ts';
import { insights } from './insights/index.ts';
import { keyVault } from './keyVault/index.ts';
import { kubernetesConfiguration } from './kubernetesConfiguration/index.ts';
import { federatedCredential } from './managedIdentity/federatedCredential.ts';
import { userAssignedIdentity } from './managedIdentity/userAssignedIdentity.ts';
import { monitorAccount } from './monitor/account.ts';
import { network } from './network/index.ts';
import { logWorkspace } from './operationalInsights/workspace.ts';
import { resourceGroup } from './resources/resourceGroup.ts';
import { linker } from './serviceLinker/linker.ts';

/** Every type that behaves in a way of its own. */
export const resourceTypes: ResourceType[] = [
  ...containerRegistries,
  ...containerService,
  ...dbForPostgreSql,
  ...insights,
  ...keyVault,
  ...kubernetesConfiguration,
  ...network,
  budget,
  cognitiveAccount,
  deletedAccount,
  federatedCredential,
  grafana,
  linker,
  lock,
  logWorkspace,
  managedPrivateEndpoint,
  modelDeployment,
  monitorAccount,
  policyAssignment,
  policyDefinition,
  policySetDefinition,
  project,
  prometheusRuleGroup,
  resourceGroup,
  roleAssignment,
  roleDefinition,
  userAssignedIdentity,
];
