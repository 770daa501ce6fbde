import { belongingIn, belongingMarks } from '../app/belonging';
import type { ManifestInput } from '../app/names';
import type { ArmResource } from './client';
import { kept } from './kept';
import { privateAiTags } from './tags';

export function resourceGroupId({ names, zone }: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `/subscriptions/${zone.azure.subscriptionId}/resourceGroups/${names.resourceGroup}`;
}

export function resourceGroupBody(app: ManifestInput, found?: ArmResource) {
  // One that was made before the catalog knew the origin is not written for its sake: the Namespace has it.
  const origin = found && !belongingIn(found.tags).origin ? undefined : app.origin;
  return {
    location: app.zone.azure.location,
    tags: { ...privateAiTags(app), ...belongingMarks({ ...app.request, origin }) },
    ...kept(found, ['managedBy']),
  };
}
