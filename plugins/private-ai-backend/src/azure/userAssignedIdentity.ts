import type { ManifestInput } from '../app/names';
import { resourceGroupId } from './resourceGroup';
import { privateAiTags } from './tags';

export function identityId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${resourceGroupId(app)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${app.names.identity}`;
}

/** What the application's images are built as. */
export function builderId({ names, zone }: Pick<ManifestInput, 'names' | 'zone'>): string {
  return identityId({ zone, names: { ...names, identity: names.builder } });
}

export function identityBody(app: ManifestInput) {
  return { location: app.zone.azure.location, tags: privateAiTags(app) };
}
