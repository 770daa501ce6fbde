import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import type { ManifestInput } from '../landingZones/names';
import type { ArmResource } from './client';
import { foundryAccountId } from './foundryAccount';
import { sameText } from './resourceId';
import { privateAiTags } from './tags';

export function modelDeploymentsPath(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${foundryAccountId(app)}/deployments`;
}

export function modelDeploymentId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${modelDeploymentsPath(app)}/${app.names.modelDeployment}`;
}

/** The version stays what the landing zone offers; a newer one is the platform team's decision. */
export function modelDeploymentBody(app: Pick<ManifestInput, 'request' | 'zone'>) {
  const { name, version, sku, capacity } = app.request.model;
  return {
    tags: privateAiTags(app),
    sku: { name: sku, capacity },
    properties: {
      model: { format: 'OpenAI', name, version },
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
