import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** How long a preview stands before it is taken away by itself. */
export interface PreviewConfig {
  hours: number;
}

const key = 'privateAi.previews.hours';
/** Hours of a month: what is to stay is released. */
const most = 744;

/**
 * `privateAi.previews` of the configuration.
 * @throws InputError for a value that cannot be right
 */
export function readPreviews(config: Config): PreviewConfig {
  const hours = config.getOptionalNumber(key) ?? 24;
  if (hours > 0 && hours <= most) return { hours };
  throw new InputError(
    `The configuration value ${key} is ${hours}: expected a number of hours, more than 0 and at most ${most}.`,
  );
}
