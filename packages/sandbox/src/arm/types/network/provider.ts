import type { Arm } from '../../arm.ts';
import { ArmError, invalidReference } from '../../errors.ts';
import { requireLocation } from '../../locations.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';

/** What everything of Microsoft.Network has in common. */
export const ofNetwork = {
  bare: true,
  etag: true,
  write: { path: 'operations', state: 'Updating', updateState: 'Updating' },
  remove: { path: 'operations', location: 'also' },
} satisfies Partial<ResourceType>;

const plainLocation = (location?: string) => location?.toLowerCase().replaceAll(' ', '');

/** @throws ArmError where it does not exist, or lies in another region (when one is given) */
export function requireReference(
  referenced: { id?: string } | undefined,
  { by, location, arm }: { by: string; location?: string; arm: Arm },
): ArmResource {
  const found = referenced?.id ? arm.get(referenced.id) : undefined;
  const elsewhere =
    location && found?.location && plainLocation(found.location) !== plainLocation(location);
  if (!found || elsewhere) throw invalidReference(String(referenced?.id), by);
  return found;
}

/** @throws ArmError where a region is none */
export const knownLocation = (location?: string): void => {
  if (location) requireLocation(location);
};

/** Who refers to a resource by this field of its properties: what a GET of the resource lists, and what keeps it from being deleted. */
export const referring = (arm: Arm, type: string, field: string, id: string): ArmResource[] =>
  arm
    .list('', type)
    .filter(one => String(one.properties[field]?.id).toLowerCase() === id.toLowerCase());

/** @throws ArmError 400 with Microsoft.Network's code for something that others use */
export function refuseWhileUsed(code: string, resource: ArmResource, users: ArmResource[]): void {
  if (users.length === 0) return;
  const kind = resource.type.split('/')[1];
  throw new ArmError(
    400,
    code,
    `${kind} ${resource.id} cannot be deleted because it is in use by the following resources: ${users.map(({ id }) => id).join(', ')}.`,
  );
}
