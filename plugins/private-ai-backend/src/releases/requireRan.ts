import { NotAllowedError } from '@backstage/errors';
import { formerRepository, imageRepository, isFormer } from '../app/imageRepository';
import type { AppLocation } from '../app/location';
import type { ClusterClient } from '../kubernetes/client';
import { askReleases } from './askReleases';

/**
 * An image of the repository that belonged to a name may be a namesake's, of another landing zone or of before: it is taken
 * where it runs or ran, to go back to it. Ask whose the namespace is before.
 * @throws NotAllowedError
 */
export async function requireRan(
  image: string | undefined,
  at: Pick<AppLocation, 'entityRef' | 'namespace' | 'service' | 'zone'>,
  cluster: ClusterClient,
  signal: AbortSignal,
): Promise<void> {
  const { entityRef, service, zone } = at;
  if (image === undefined || !isFormer(image, service, zone)) return;
  const ran = await askReleases(at, cluster, signal);
  if (ran.some(one => one.image === image)) return;
  throw new NotAllowedError(
    `The repository ${formerRepository(service, zone)} belongs to a name, which others may have had: an image of it is deployed only where it ran before, and this one did not run as ${entityRef}. Have the commit built anew, into ${imageRepository({ ...service, entityRef }, zone)}.`,
  );
}
