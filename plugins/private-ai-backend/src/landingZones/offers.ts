import type { LandingZoneOffer } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';

/** What the form may know of a landing zone: no ids, no addresses. */
export function landingZoneOffer(zone: LandingZone): LandingZoneOffer {
  return {
    name: zone.name,
    title: zone.title,
    location: zone.azure.location,
    models: zone.models.map(offer =>
      zone.playground?.deployments.has(offer) ? { ...offer, playground: true } : offer,
    ),
    runtimes: zone.runtimes,
    git: zone.git,
  };
}
