import type { AppPart } from '@private-ai/plugin-private-ai-common';
import type { ManifestInput } from '../app/names';
import type { Resource } from '../engine/resource';
import { isMade, type Descriptor, type Reach } from '../resources/descriptor';
import { descriptors } from '../resources/descriptors';
import { withBefore } from '../resources/parts';

/**
 * Everything that an application needs in Azure and in the cluster, or one part of it, with what has to be there before
 * each.
 */
export function appGraph(app: ManifestInput, reach: Reach, part?: AppPart): Resource[] {
  const found = descriptors.flatMap(one => resourceOf(one, app, reach, part) ?? []);
  const ids = new Set(found.map(({ id }) => id));
  const whole = found.map(one => ({ ...one, dependsOn: one.dependsOn.filter(id => ids.has(id)) }));
  return part ? withBefore(whole, part) : whole;
}

/** As the portal makes it, or as it has to be there; undefined where the application has none. */
function resourceOf(
  one: Descriptor,
  app: ManifestInput,
  reach: Reach,
  part: AppPart | undefined,
): Resource | undefined {
  if (isMade(one, app)) return one.made?.(app, reach);
  // What the landing zone has made for all is looked at by who asks for it alone.
  return one.in === 'landing-zone' && one.part !== part ? undefined : one.given?.(app, reach);
}
