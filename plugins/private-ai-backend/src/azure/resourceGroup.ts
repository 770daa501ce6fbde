import { belongingMarks } from '../app/belonging';
import type { ManifestInput } from '../app/names';
import type { ArmResource } from './client';
import { kept } from './kept';
import { privateAiTags } from './tags';

export function resourceGroupId({ names, zone }: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `/subscriptions/${zone.azure.subscriptionId}/resourceGroups/${names.resourceGroup}`;
}

export function resourceGroupBody(app: ManifestInput, found?: ArmResource) {
  return {
    location: app.zone.azure.location,
    tags: { ...privateAiTags(app), ...belongingMarks({ ...app.request, origin: app.origin }) },
    ...kept(found, ['managedBy']),
  };
}
