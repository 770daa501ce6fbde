import type { ManifestInput } from '../landingZones/names';
import { privateAiTags } from './tags';

export function resourceGroupId({ names, zone }: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `/subscriptions/${zone.azure.subscriptionId}/resourceGroups/${names.resourceGroup}`;
}

export function resourceGroupBody(app: ManifestInput) {
  return { location: app.zone.azure.location, tags: privateAiTags(app) };
}
