import { InputError } from '@backstage/errors';
import type { LandingZone } from './landingZone';

/** The landing zone of a name that somebody gives; undefined where the portal has none of that name. */
export const zoneNamed = (zones: readonly LandingZone[], name: unknown): LandingZone | undefined =>
  zones.find(one => one.name === name);

/** Which there are, for a sentence. */
export const knownZones = (zones: readonly Pick<LandingZone, 'name'>[]): string =>
  zones.map(({ name }) => name).join(', ') || 'none';

/** @throws InputError that says which there are */
export function requireZone(zones: readonly LandingZone[], name: unknown): LandingZone {
  const zone = zoneNamed(zones, name);
  if (zone) return zone;
  throw new InputError(
    `landingZone must be one of the portal's landing zones (${knownZones(zones)}), not ${name}.`,
  );
}
