import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import type { ManifestInput } from '../app/names';
import type { ArmResource } from './client';
import { foundryAccountId } from './foundryAccount';
import { kept } from './kept';
import { sameText } from './resourceId';
import { privateAiTags } from './tags';

export function modelDeploymentsPath(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${foundryAccountId(app)}/deployments`;
}

export function modelDeploymentId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${modelDeploymentsPath(app)}/${app.names.modelDeployment}`;
}

/** What a company may set on a deployment beside what the portal means by it, e.g. which content filter rules. */
const theirs = [
  'capacitySettings',
  'parentDeploymentName',
  'raiPolicyName',
  'spilloverDeploymentName',
];

/**
 * The version stays what the landing zone offers; a newer one is the platform team's decision. What is there beside model
 * and size stays.
 */
export function modelDeploymentBody(
  app: Pick<ManifestInput, 'request' | 'zone'>,
  found?: ArmResource,
) {
  const { scaleSettings } = (found?.properties ?? {}) as { scaleSettings?: object };
  // Its capacity is the SKU's.
  const scale = kept(scaleSettings, ['scaleType']);
  const { name, version, sku, capacity } = app.request.model;
  return {
    tags: privateAiTags(app),
    sku: { name: sku, capacity },
    properties: {
      ...kept(found?.properties, theirs),
      ...kept({ scaleSettings: scale }, ['scaleSettings']),
      model: {
        ...kept(found && deployedModel(found), ['publisher', 'source', 'sourceAccount']),
        format: 'OpenAI',
        name,
        version,
      },
      versionUpgradeOption: 'NoAutoUpgrade',
    },
  };
}

/** The model that a deployment runs. */
export function deployedModel({ properties }: ArmResource) {
  return (properties.model ?? {}) as { format?: string; name?: string; version?: string };
}

/** Whether a deployment answers as asked, whatever its name and capacity. */
export function runsModel(deployment: ArmResource, asked: AppRequest['model']): boolean {
  const { format, name, version } = deployedModel(deployment);
  return (
    sameText(format, 'OpenAI') &&
    sameText(name, asked.name) &&
    sameText(version, asked.version) &&
    sameText(deployment.sku?.name, asked.sku)
  );
}
