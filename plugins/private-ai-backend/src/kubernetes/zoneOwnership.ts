import { ConflictError } from '@backstage/errors';
import {
  LABEL_LANDING_ZONE,
  MANAGED_BY,
  TAG_MANAGED_BY,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import type { KubernetesObject } from './client';

/** Of what all applications of a landing zone share: no application's label, so that none's retirement takes it. */
export const zoneOwnership = ({ name }: Pick<LandingZone, 'name'>) => ({
  labels: { [LABEL_LANDING_ZONE]: name, [TAG_MANAGED_BY]: MANAGED_BY },
});

/**
 * What is there already is written to only if the portal made it for this landing zone.
 * @throws ConflictError that says whose it is, and how to settle it
 */
export function requireZonesOwn(
  title: string,
  { metadata }: KubernetesObject,
  zone: Pick<LandingZone, 'name'>,
): void {
  const { labels } = zoneOwnership(zone);
  const found = metadata.labels ?? {};
  if (Object.entries(labels).every(([label, value]) => found[label] === value)) return;
  const other = found[LABEL_LANDING_ZONE];
  throw new ConflictError(
    other && other !== zone.name
      ? `${title} exists and is the landing zone ${other}’s: it is left as it is. The platform team has to give each landing zone a collector of its own, or let ${zone.name} use that one (telemetry.owner: landing-zone).`
      : `${title} exists and is not the portal’s: it is left as it is. The platform team has to set telemetry.owner to landing-zone, or to take it away where it comes from.`,
  );
}
