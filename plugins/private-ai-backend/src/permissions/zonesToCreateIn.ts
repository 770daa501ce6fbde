import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { privateAiAppCreatePermission } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import type { Access } from './access';

/** The landing zones that who asks may create an application in. */
export async function zonesToCreateIn(
  zones: readonly LandingZone[],
  access: Access,
  credentials: BackstageCredentials,
): Promise<LandingZone[]> {
  const may = await Promise.all(
    zones.map(({ name }) =>
      access.requireOn(credentials, privateAiAppCreatePermission, name).then(
        () => true,
        error => {
          if (error instanceof NotAllowedError) return false;
          throw error;
        },
      ),
    ),
  );
  return zones.filter((_, index) => may[index]);
}
