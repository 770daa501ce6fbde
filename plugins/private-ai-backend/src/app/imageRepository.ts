import { createHash } from 'node:crypto';
import { InputError } from '@backstage/errors';
import type { AppRequest, Source } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { REPOSITORIES } from '../config/registry';

type Named = Pick<AppRequest, 'name' | 'entityRef'>;
/** What a repository's name says of a landing zone, and where the registry is. */
type Place = Pick<LandingZone, 'name' | 'registry'> & {
  azure: Pick<LandingZone['azure'], 'subscriptionId'>;
};

const digest = /@sha256:[0-9a-f]{64}$/;

/** Where an app's images lie in the landing zone's registry; what is before the `@` of a digest. */
export function imageRepository(app: Named, zone: Place): string {
  return `${loginServerOf(zone)}/${repositoryName(app, zone)}`;
}

/**
 * The same within the registry. Landing zones may share a registry, and their entities a name: each has images of its own.
 */
export function repositoryName(app: Named, zone: Place): string {
  return `${REPOSITORIES}/${app.name}-${hashOf(app, zone)}`;
}

/** Where they lay when the name alone said whose they are. Nothing new is made there. */
export function formerRepository({ name }: Pick<Named, 'name'>, zone: Pick<Place, 'registry'>) {
  return `${loginServerOf(zone)}/${REPOSITORIES}/${name}`;
}

/** What the image of a commit is tagged with, whoever builds it. */
export const imageTag = ({ commit }: Source) => commit.slice(0, 12);

/**
 * An image of the app's own repository only: the cluster pulls with rights that see everybody's. One of the former repository
 * may be a namesake's: see `requireRan`.
 * @throws InputError
 */
export function requireOwnImage(image: unknown, app: Named, zone: Place): string {
  const repository = imageRepository(app, zone);
  if (typeof image === 'string' && digest.test(image)) {
    if (image.startsWith(`${repository}@`) || isFormer(image, app, zone)) return image;
  }
  throw new InputError(
    `image must name an image of ${app.name} by its digest (${repository}@sha256:…).`,
  );
}

export const isFormer = (
  image: string,
  app: Pick<Named, 'name'>,
  zone: Pick<Place, 'registry'>,
): boolean => image.startsWith(`${formerRepository(app, zone)}@`);

const loginServerOf = ({ registry }: Pick<Place, 'registry'>) => registry.loginServer.toLowerCase();

/** So long that nobody finds another entity with the same. */
const hashOf = ({ entityRef }: Named, { name, azure }: Place) =>
  createHash('sha256')
    .update(`${azure.subscriptionId}/${name}/${entityRef}`.toLowerCase())
    .digest('hex')
    .slice(0, 20);
