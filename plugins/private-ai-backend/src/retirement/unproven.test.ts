import { apiVersions } from '../azure/apiVersions';
import { azureFor } from '../azure/azureFor';
import { startLocalAzure, type LocalAzure } from '../testing/localAzure';
import type { ArmClient, ArmResource } from '../azure/client';
import { resourceGroupBody, resourceGroupId } from '../azure/resourceGroup';
import { OPENAI_USER } from '../azure/roleAssignment';
import { privateAiTags } from '../azure/tags';
import { identityBody, identityId } from '../azure/userAssignedIdentity';
import type { LandingZone } from '../config/landingZone';
import { clusterFor } from '../kubernetes/clusterFor';
import { appIn } from '../testing/appInAzure';
import { retirementPlan } from './plan';

let local: LocalAzure;
const signal = new AbortController().signal;
const { resourceGroup, identity } = apiVersions;
beforeAll(async () => {
  local = await startLocalAzure();
});
afterAll(() => local?.stop());

const planOf = (zone: LandingZone, arm: ArmClient) => {
  const azure = azureFor(local.zone, { ca: local.ca });
  const cluster = clusterFor(local.zone, azure);
  const app = { entityRef: 'component:default/mallory', zone };
  return retirementPlan(app, { azure: { ...azure, arm }, cluster }, { signal, now: 0 });
};

it('a stranger’s thing that carries both tags stays, and so does a stranger’s group', async () => {
  const { arm } = azureFor(local.platformZone, { ca: local.ca });
  const app = appIn(local.zone, 'mallory');
  const strange = resourceGroupId(app).replace('mallory', 'stranger');
  const below = 'providers/Microsoft.ManagedIdentity/userAssignedIdentities';
  const strangers = `${strange}/${below}/uami-payments`;
  // Under a name that the landing zone gave before.
  const former = `${resourceGroupId(app)}/${below}/uami-former`;
  await arm.put(resourceGroupId(app), resourceGroup, resourceGroupBody(app), { signal });
  await arm.put(strange, resourceGroup, resourceGroupBody(app), { signal });
  const { location } = local.zone.azure;
  const tagged = { location, tags: privateAiTags(app) };
  for (const id of [strangers, former]) await arm.put(id, identity, tagged, { signal });

  const { removes, stays } = await planOf(local.zone, arm);
  expect(removes.map(({ name }) => name).sort()).toEqual(['rg-mallory-krc-01', 'uami-former']);
  for (const id of [strange, strangers])
    expect(stays).toContainEqual({
      name: expect.stringContaining(id.split('/').at(-1)!),
      message: expect.stringMatching(`neither its name nor its resource group.*--ids ${id}\\)`),
    });
});

it('the role on a shared account in another subscription goes, too', async () => {
  const { arm } = azureFor(local.platformZone, { ca: local.ca });
  const app = appIn(local.zone, 'mallory');
  const made = await arm.put(identityId(app), identity, identityBody(app), { signal });
  const { principalId } = made.resource!.properties;
  const accountId =
    '/subscriptions/99999999-9999-9999-9999-999999999999/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/aif-central';
  const at = `${accountId}/providers/Microsoft.Authorization/roleAssignments`;
  const role = {
    id: `${at}/given`,
    name: 'given',
    properties: { scope: accountId, principalId, roleDefinitionId: `/x/${OPENAI_USER}` },
  } as unknown as ArmResource;
  // The sandbox has one subscription.
  const both: ArmClient = {
    ...arm,
    list: async (path, ...rest) => {
      if (!path.startsWith(accountId)) return arm.list(path, ...rest);
      return path === at ? [role] : [];
    },
  };
  const { removes } = await planOf(
    { ...local.zone, foundry: { account: 'shared', accountId } },
    both,
  );
  expect(removes).toContainEqual({
    type: 'Role assignment',
    name: expect.stringMatching(/ on aif-central$/),
  });
});
