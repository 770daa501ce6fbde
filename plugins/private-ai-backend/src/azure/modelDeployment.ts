import type { ManifestInput } from '../landingZones/names';
import { foundryAccountId } from './foundryAccount';

export function modelDeploymentId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${foundryAccountId(app)}/deployments/${app.names.modelDeployment}`;
}

/** The version stays what the landing zone offers; a newer one is the platform team's decision. */
export function modelDeploymentBody({ request }: Pick<ManifestInput, 'request'>) {
  const { name, version, sku, capacity } = request.model;
  return {
    sku: { name: sku, capacity },
    properties: {
      model: { format: 'OpenAI', name, version },
      versionUpgradeOption: 'NoAutoUpgrade',
    },
  };
}
