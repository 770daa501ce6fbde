import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config';

/** Where an app's images lie in the landing zone's registry; what is before the `@` of a digest. */
export function imageRepository({ name }: Pick<AppRequest, 'name'>, zone: LandingZone): string {
  return `${zone.registry.loginServer.toLowerCase()}/${repositoryName({ name })}`;
}

/** The same within the registry. */
export function repositoryName({ name }: Pick<AppRequest, 'name'>): string {
  return `private-ai/${name}`;
}
