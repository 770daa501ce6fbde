import { azureFor, type Azure } from '../azure/azureFor';
import { startLocalArm, type LocalAzure } from './localAzure';
import { landingZoneConfig } from './landingZone';

/** A local Azure with the landing zone's seed, seen by its two principals. */
export interface Platform extends LocalAzure {
  /** The portal's identity, with the roles of infra/roles. */
  portal: Azure;
  /** The platform team's, which may do everything. */
  platform: Azure;
}

export async function startPlatform(): Promise<Platform> {
  const local = await startLocalArm();
  const { platformZone, ca } = local;
  const zone = { ...local.zone, naming: landingZoneConfig().naming };
  return {
    ...local,
    zone,
    portal: azureFor(zone, { ca }),
    platform: azureFor(platformZone, { ca }),
  };
}
