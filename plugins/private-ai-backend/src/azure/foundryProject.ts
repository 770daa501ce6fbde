import type { ManifestInput } from '../app/names';
import type { ArmResource } from './client';
import { foundryAccountId } from './foundryAccount';
import { kept } from './kept';
import { systemIdentity } from './systemIdentity';
import { privateAiTags } from './tags';

export function foundryProjectId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${foundryAccountId(app)}/projects/${app.names.foundryProject}`;
}

/** Where the application's people work in Foundry's own pages; with an identity of its own, as Azure wants it. */
export function foundryProjectBody(app: ManifestInput, found?: ArmResource) {
  return {
    location: app.zone.azure.location,
    tags: privateAiTags(app),
    identity: systemIdentity(found),
    properties: kept(found?.properties, ['displayName', 'description']),
  };
}
