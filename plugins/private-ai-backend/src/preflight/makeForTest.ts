import type { ManifestInput } from '../app/names';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import { foundryAccountBody, foundryAccountId } from '../azure/foundryAccount';
import { modelDeploymentBody, modelDeploymentId } from '../azure/modelDeployment';
import { resourceGroupBody, resourceGroupId } from '../azure/resourceGroup';

const { cognitiveServices, resourceGroup } = apiVersions;
const { signal } = new AbortController();

/** An application's account, as a provisioning would leave it. */
export async function makeAccount(app: ManifestInput, arm: ArmClient): Promise<void> {
  await arm.put(resourceGroupId(app), resourceGroup, resourceGroupBody(app), { signal });
  await arm.put(foundryAccountId(app), cognitiveServices, foundryAccountBody(app), { signal });
}

/** The same with its model. */
export async function makeModel(app: ManifestInput, arm: ArmClient): Promise<void> {
  await makeAccount(app, arm);
  await arm.put(modelDeploymentId(app), cognitiveServices, modelDeploymentBody(app), { signal });
}
