import { TAG_ENTITY, type AppPreview, type AppRequest } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import { foundryAccountId } from '../azure/foundryAccount';
import { modelDeploymentId } from '../azure/modelDeployment';
import { sameText } from '../azure/resourceId';
import type { LandingZone } from '../config';
import { entityLabel } from '../entityLabel';
import type { ClusterClient } from '../kubernetes/client';
import type { Problem } from './appRequest';
import { modelCapacities } from './capacity';
import { namesOf, type ManifestInput } from './names';
import { plannedResources } from './planned';

/** A form waits for this: what does not answer in time is a sentence, too. */
const timeoutMs = 15_000;

export interface PreviewDeps {
  zone: LandingZone;
  arm: ArmClient;
  cluster: ClusterClient;
  /** Whether the catalog has the entity, whoever may see it. */
  entityExists(entityRef: string): Promise<boolean>;
}

/** What a request would make, by name, and what stands in its way. Nothing is written. */
export async function previewApp(request: AppRequest, deps: PreviewDeps): Promise<AppPreview> {
  const { zone } = deps;
  const app: ManifestInput = { request, zone, names: namesOf(request, zone) };
  const signal = AbortSignal.timeout(timeoutMs);
  const problems = await Promise.all([
    reachable('the catalog', () => catalogProblems(app, deps)),
    reachable('the cluster', () => namespaceProblems(app, deps, signal)),
    reachable('Azure', () => accountProblems(app, deps, signal)),
    reachable('Azure about the quota', () => quotaProblems(app, deps, signal)),
  ]);
  return { resources: plannedResources(app), problems: problems.flat() };
}

async function reachable(what: string, check: () => Promise<Problem[]>): Promise<Problem[]> {
  try {
    return await check();
  } catch (error) {
    const why =
      (error as Error).name === 'TimeoutError' || (error as Error).name === 'AbortError'
        ? `no answer in ${timeoutMs / 1000} s`
        : (error as Error).message;
    return [{ message: `The portal could not ask ${what}: ${why}` }];
  }
}

async function catalogProblems({ request }: ManifestInput, { entityExists }: PreviewDeps) {
  if (!(await entityExists(request.entityRef))) return [];
  const message = `The catalog already has ${request.entityRef}: choose another name.`;
  return [{ field: 'name', message } satisfies Problem];
}

async function namespaceProblems(
  { names, request }: ManifestInput,
  { cluster }: PreviewDeps,
  signal: AbortSignal,
): Promise<Problem[]> {
  const found = await cluster.get(
    { apiVersion: 'v1', kind: 'Namespace', name: names.namespace },
    signal,
  );
  if (!found || found.metadata.labels?.[TAG_ENTITY] === entityLabel(request.entityRef)) return [];
  return taken(`The namespace ${names.namespace}`, found.metadata.annotations);
}

async function accountProblems(
  app: ManifestInput,
  { arm, zone }: PreviewDeps,
  signal: AbortSignal,
): Promise<Problem[]> {
  const { names, request } = app;
  const version = apiVersions.cognitiveServices;
  const account = await arm.get(foundryAccountId(app), version, signal);
  if (account) {
    if (sameText(account.tags?.[TAG_ENTITY], request.entityRef)) return [];
    return taken(`The Foundry account ${names.foundryAccount}`, account.tags);
  }
  const { isSubdomainAvailable } = await arm.post<{ isSubdomainAvailable?: boolean }>(
    `/subscriptions/${zone.azure.subscriptionId}/providers/Microsoft.CognitiveServices/checkDomainAvailability`,
    version,
    {
      subdomainName: names.foundrySubdomain,
      type: 'Microsoft.CognitiveServices/accounts',
      kind: 'AIServices',
    },
    signal,
  );
  return isSubdomainAvailable === false
    ? [
        {
          field: 'name',
          message: `The Foundry subdomain ${names.foundrySubdomain} is taken, perhaps by an account that was deleted less than 48 hours ago: choose another name.`,
        },
      ]
    : [];
}

async function quotaProblems(
  app: ManifestInput,
  { arm, zone }: PreviewDeps,
  signal: AbortSignal,
): Promise<Problem[]> {
  const { name, version, sku, capacity } = app.request.model;
  const [all, deployed] = await Promise.all([
    modelCapacities(zone, arm, { signal }),
    arm.get(modelDeploymentId(app), apiVersions.cognitiveServices, signal),
  ]);
  const model = all.find(
    ({ offer }) => offer.name === name && offer.version === version && offer.sku === sku,
  );
  if (model?.problem) return [{ field: 'model', message: model.problem }];
  // What this application holds already is its own.
  const left = model?.left === undefined ? undefined : model.left + (deployed?.sku?.capacity ?? 0);
  if (left === undefined || capacity <= left) return [];
  return [
    {
      field: 'model',
      message: `The subscription has ${left} thousand tokens a minute left of ${name} (${sku}) in ${zone.azure.location}, not ${capacity}: ask for less, choose another model, or have the platform team raise the quota.`,
    },
  ];
}

function taken(what: string, marks: Record<string, string> | undefined): Problem[] {
  const owner = marks?.[TAG_ENTITY];
  const whose = owner ? `belongs to ${owner}` : 'exists and is not the portal’s';
  return [{ field: 'name', message: `${what} ${whose}: choose another name.` }];
}
