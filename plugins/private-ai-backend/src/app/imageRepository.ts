import { InputError } from '@backstage/errors';
import type { AppRequest, Source } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';

const digest = /@sha256:[0-9a-f]{64}$/;

/** Where an app's images lie in the landing zone's registry; what is before the `@` of a digest. */
export function imageRepository({ name }: Pick<AppRequest, 'name'>, zone: LandingZone): string {
  return `${zone.registry.loginServer.toLowerCase()}/${repositoryName({ name })}`;
}

/** Below it lie the applications' own. */
export const REPOSITORIES = 'private-ai';

/** The same within the registry. */
export function repositoryName({ name }: Pick<AppRequest, 'name'>): string {
  return `${REPOSITORIES}/${name}`;
}

/** What the image of a commit is tagged with, whoever builds it. */
export const imageTag = ({ commit }: Source) => commit.slice(0, 12);

/**
 * An image of the app's own repository only: the cluster pulls with rights that see everybody's.
 * @throws InputError
 */
export function requireOwnImage(
  image: unknown,
  app: Pick<AppRequest, 'name'>,
  zone: LandingZone,
): string {
  const repository = imageRepository(app, zone);
  if (typeof image === 'string' && image.startsWith(`${repository}@`) && digest.test(image))
    return image;
  throw new InputError(
    `image must name an image of ${app.name} by its digest (${repository}@sha256:…).`,
  );
}
