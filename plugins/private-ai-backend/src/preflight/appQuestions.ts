import {
  TAG_ENTITY,
  type PlannedResource,
  type ResourceId,
} from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { deletedAccountId, deletedAccountsPath, foundryAccountId } from '../azure/foundryAccount';
import { deployedModel, modelDeploymentId, modelDeploymentsPath } from '../azure/modelDeployment';
import { sameText } from '../azure/resourceId';
import { isOurs } from '../azure/tags';
import { identityId } from '../azure/userAssignedIdentity';
import type { Problem } from '../app/problem';
import { modelCapacities, type Region } from '../landingZones/capacity';
import type { ManifestInput } from '../app/names';
import { accountProblems, credentialProblems, deploymentProblems } from './limits';
import type { Question } from './question';
import type { ZoneFacts } from './zoneFacts';

/** Asks Azure once more where the failure passes by itself. */
export type Asking = <T>(ask: () => Promise<T>) => Promise<T>;

/** What has to be right for one application, by what its plan would write. */
export function appQuestions(
  app: ManifestInput,
  rows: readonly PlannedResource[],
  deps: { arm: ArmClient; facts: ZoneFacts; asking: Asking; now: number; signal: AbortSignal },
): Question[] {
  const { arm, facts, asking, now, signal } = deps;
  const { names, zone } = app;
  const action = (id: ResourceId) => rows.find(row => row.id === id)?.action;
  const isThere = (id: ResourceId) => /^(change|leave)$/.test(action(id) ?? '');
  const makesAccount = action('foundry-account') === 'create';
  const questions: Question[] = [];

  if (makesAccount) {
    questions.push({
      about: `the subdomain ${names.foundrySubdomain}`,
      ask: () => asking(() => subdomainProblems(app, arm, signal)),
    });
    questions.push({
      about: 'the number of Foundry accounts',
      ask: async () => {
        const [{ usages }, there] = await Promise.all([facts.region(), facts.accounts()]);
        const { location } = zone.azure;
        return accountProblems(usages, there, location).map(message => ({ message }));
      },
    });
  }
  const deploys = action('model-deployment') ?? 'leave';
  // Where the account could not be read, neither could what the application holds in it.
  if (deploys !== 'leave' && action('foundry-account') !== 'unknown') {
    questions.push({
      about: 'the model and its quota',
      ask: async () => {
        const held =
          isThere('foundry-account') && names.sharedAccountId === undefined
            ? asking(() => arm.get(modelDeploymentId(app), apiVersions.cognitiveServices, signal))
            : undefined;
        const [region, deployed] = await Promise.all([facts.region(), held]);
        return modelProblems(app, region, deployed, now);
      },
    });
  }
  if (deploys === 'create' && names.sharedAccountId !== undefined) {
    questions.push({
      about: `the deployments of ${names.foundryAccount}`,
      ask: async () => {
        const path = modelDeploymentsPath(app);
        const found = await asking(() => arm.list(path, apiVersions.cognitiveServices, { signal }));
        return deploymentProblems(names.foundryAccount, found.length).map(message => ({
          field: 'model',
          message,
        }));
      },
    });
  }
  if (action('service-connector') === 'create' && isThere('identity')) {
    questions.push({
      about: `the federated credentials of ${names.identity}`,
      ask: async () => {
        const path = `${identityId(app)}/federatedIdentityCredentials`;
        const found = await asking(() => arm.list(path, apiVersions.identity, { signal }));
        return credentialProblems(names.identity, found.length).map(message => ({ message }));
      },
    });
  }
  return questions;
}

/** The subdomain is one name in all of Azure, and a deleted account of our own keeps it for us. */
async function subdomainProblems(
  app: ManifestInput,
  arm: ArmClient,
  signal: AbortSignal,
): Promise<Problem[]> {
  const { names, zone, request } = app;
  const provider = `/subscriptions/${zone.azure.subscriptionId}/providers/Microsoft.CognitiveServices`;
  const version = apiVersions.cognitiveServices;
  const { isSubdomainAvailable } = await arm.post<{ isSubdomainAvailable?: boolean }>(
    `${provider}/checkDomainAvailability`,
    version,
    {
      subdomainName: names.foundrySubdomain,
      type: 'Microsoft.CognitiveServices/accounts',
      kind: 'AIServices',
    },
    signal,
  );
  if (isSubdomainAvailable !== false) return [];
  const isOwn = (one?: ArmResource) => isOurs(one?.tags, request.entityRef);
  // A plan that follows close upon its making may still have been shown that it is not there.
  if (isOwn(await arm.get(foundryAccountId(app), version, signal))) return [];
  // It is restored, then.
  if (isOwn(await arm.get(deletedAccountId(app), version, signal))) return [];
  const kept = await arm.list(deletedAccountsPath(zone), version, { signal });
  const holder = kept.find(({ properties }) =>
    sameText(String(properties.customSubDomainName), names.foundrySubdomain),
  );
  return [{ field: 'name', message: takenSentence(names.foundrySubdomain, holder) }];
}

function takenSentence(subdomain: string, deleted: ArmResource | undefined): string {
  if (!deleted)
    return `The Foundry subdomain ${subdomain} is taken, perhaps by an account of another company: choose another name.`;
  const owner = deleted.tags?.[TAG_ENTITY];
  const whose = owner ? `which belonged to ${owner}` : 'which was not the portal’s';
  const until = deleted.properties.scheduledPurgeDate
    ? `until ${deleted.properties.scheduledPurgeDate}`
    : 'for at most 48 hours';
  return `The Foundry subdomain ${subdomain} is held by the deleted account ${deleted.name}, ${whose}, ${until}: choose another name, or have the platform team restore or purge that account.`;
}

/** @param deployed - what the application holds already is its own */
function modelProblems(
  { request, zone }: ManifestInput,
  region: Region,
  deployed: ArmResource | undefined,
  now: number,
): Problem[] {
  const { name, version, sku, capacity } = request.model;
  const found = modelCapacities(zone, region, now).find(
    ({ offer }) => offer.name === name && offer.version === version && offer.sku === sku,
  );
  if (found?.problem) return [{ field: 'model', message: found.problem }];
  if (found?.left === undefined) return [];
  const own =
    deployed && sameText(deployedModel(deployed).name, name) && sameText(deployed.sku?.name, sku);
  const left = found.left + (own ? (deployed.sku?.capacity ?? 0) : 0);
  if (capacity <= left) return [];
  return [
    {
      field: 'model',
      message: `The subscription has ${left} thousand tokens a minute left of ${name} (${sku}) in ${zone.azure.location}, not ${capacity}: ask for less, choose another model, or have the platform team raise the quota.`,
    },
  ];
}
