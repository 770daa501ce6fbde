import type { ManifestInput } from '../landingZones/names';
import { foundryAccountId } from './foundryAccount';
import { privateAiTags } from './tags';

export function foundryProjectId(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${foundryAccountId(app)}/projects/${app.names.foundryProject}`;
}

/** Where the application's people work in Foundry's own pages; with an identity of its own, as Azure wants it. */
export function foundryProjectBody(app: ManifestInput) {
  return {
    location: app.zone.azure.location,
    tags: privateAiTags(app),
    identity: { type: 'SystemAssigned' },
    properties: {},
  };
}
