import { NotFoundError } from '@backstage/errors';
import type { GitHostType } from '@private-ai/plugin-private-ai-common';

/** What the portal's configuration says of a git host. @throws NotFoundError where it says nothing */
export function requireIntegration<T>(config: T | undefined, type: GitHostType, host: string): T {
  if (config) return config;
  throw new NotFoundError(
    `The portal has no integrations.${type} for ${host}: the platform team has to add it.`,
  );
}
