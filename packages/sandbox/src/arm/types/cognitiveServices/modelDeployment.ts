import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import { models } from '../../models.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType, Write } from '../../resourceType.ts';

const deploymentType = 'Microsoft.CognitiveServices/accounts/deployments';
/** https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits (the code of its refusal is unconfirmed) */
const mostOfAnAccount = 32;

// As clients were answered: github.com/hashicorp/terraform-provider-azurerm/issues/22939
const parentBusy = (account: string) =>
  new ArmError(
    409,
    'RequestConflict',
    `Another operation is being performed on the parent resource '${account}'. Please try again later.`,
  );

// Recorded in October 2025: 201 Succeeded without asynchronous headers, `etag` in the body, 200 and no body on delete.
export const modelDeployment: ResourceType = {
  type: deploymentType,
  // Its published shape has tags; that the service keeps them is unconfirmed.
  tagged: true,
  etag: true,
  oneAtATime: { seconds: 1, refusal: parentBusy },
  // "If you delete a resource using the REST API … the associated quota allocation will remain unavailable … for 48 hours
  // until the resource is purged": https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota
  removed: (deployment, arm, { alone }) => alone || hold(deployment, arm),
  prepare(write) {
    const { id, body, existing, arm } = write;
    const { model = existing?.properties.model, ...asked } = body.properties ?? {};
    const account = arm.get(id.parent);
    if (account?.properties.provisioningState !== 'Succeeded') {
      throw parentBusy(id.parent);
    }
    if (!existing && arm.list(id.parent, deploymentType).length >= mostOfAnAccount) {
      throw new ArmError(
        400,
        'DeploymentLimitExceeded',
        `The account has reached the limit of ${mostOfAnAccount} deployments: '${id.parent}'.`,
      );
    }
    const known = models.find(
      m =>
        m.format === model?.format &&
        m.name === model?.name &&
        m.version === (model?.version ?? m.version),
    );
    if (!known) {
      throw new ArmError(
        400,
        'DeploymentModelNotSupported',
        `The model 'Format:${model?.format},Name:${model?.name},Version:${model?.version ?? ''},Source:' of account deployment is not supported.`,
      );
    }
    if (Date.parse(known.retires) < Date.now()) {
      throw new ArmError(
        400,
        'ServiceModelDeprecated',
        `The model 'Format:${known.format},Name:${known.name},Version:${known.version}' has been deprecated since ${known.retires}.`,
      );
    }
    const sku = body.sku ?? existing?.sku ?? { name: 'Standard', capacity: 1 };
    if (!known.skus.includes(sku.name)) {
      throw new ArmError(
        400,
        'InvalidResourceProperties',
        `The specified SKU '${sku.name}' for model '${known.name} ${known.version}' is not supported in this region '${account.location}'.`,
      );
    }
    requireQuota(write, known.name, sku, account);
    const capacity = sku.capacity ?? 1;
    return {
      versionUpgradeOption: 'OnceNewDefaultVersionAvailable',
      ...asked,
      model: { format: known.format, name: known.name, version: known.version },
      currentCapacity: capacity,
      capabilities: { chatCompletion: 'true', responses: 'true', agentsV2: 'true' },
      rateLimits: [
        { key: 'request', renewalPeriod: 10, count: capacity },
        { key: 'token', renewalPeriod: 60, count: capacity * 1000 },
      ],
    };
  },
};

/** Capacity of deployments that went with their account: it stays taken until the account is purged or restored. */
interface Held {
  location: string;
  name: string;
  sku: string;
  capacity: number;
}
const heldQuota = (arm: Arm) => arm.store.collection<Held[]>('held-quota');
export const releaseQuota = (account: string, arm: Arm) =>
  heldQuota(arm).delete(account.toLowerCase());

function hold(deployment: ArmResource, arm: Arm): void {
  const account = deployment.id.split('/').slice(0, -2).join('/').toLowerCase();
  const one: Held = {
    location: String(arm.get(account)?.location),
    name: deployment.properties.model.name,
    sku: String(deployment.sku?.name),
    capacity: deployment.sku?.capacity ?? 1,
  };
  heldQuota(arm).put(account, [...(heldQuota(arm).get(account) ?? []), one]);
}

/** Thousands of tokens a minute that are deployed of a model and SKU in a region, without one deployment. */
export function used(
  arm: Arm,
  location: string,
  name: string,
  sku: string,
  except?: string,
): number {
  const held = heldQuota(arm)
    .list()
    .flatMap(([, all]) => all)
    .filter(one => one.location === location && one.name === name && one.sku === sku)
    .reduce((sum, one) => sum + one.capacity, 0);
  const deployed = arm
    .list('', deploymentType)
    .filter(other => other.id.toLowerCase() !== except?.toLowerCase())
    .filter(other => other.properties.model.name === name && other.sku?.name === sku)
    .filter(other => arm.get(other.id.split('/').slice(0, -2).join('/'))?.location === location)
    .reduce((sum, other) => sum + (other.sku?.capacity ?? 1), 0);
  return held + deployed;
}

function requireQuota(
  { id, arm }: Write,
  name: string,
  sku: NonNullable<ArmResource['sku']>,
  account: ArmResource,
): void {
  const already = used(arm, String(account.location), name, sku.name, id.id);
  const asked = sku.capacity ?? 1;
  const quota = arm.quota.of(sku.name, name);
  if (already + asked > quota) {
    throw new ArmError(
      400,
      'InsufficientQuota',
      `This operation require ${asked} new capacity in quota Tokens Per Minute (thousands) - ${name}, which is bigger than the current available capacity ${quota - already}. The current quota usage is ${already} and the quota limit is ${quota} for quota Tokens Per Minute (thousands) - ${name}.`,
    );
  }
}
