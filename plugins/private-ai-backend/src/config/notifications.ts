import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const noticeLanguages = ['en', 'ko'] as const;

/** What people are told through the portal's own notifications. */
export interface NotificationConfig {
  enabled: boolean;
  /** A notification is written once, for whoever reads it. */
  language: (typeof noticeLanguages)[number];
}

/**
 * `privateAi.notifications` of the configuration.
 * @throws InputError for a language that there is not
 */
export function readNotifications(config: Config): NotificationConfig {
  const key = 'privateAi.notifications.language';
  const asked = config.getOptionalString(key) ?? 'en';
  const language = noticeLanguages.find(one => one === asked);
  if (!language) {
    throw new InputError(
      `The configuration value ${key} is ${asked}: expected one of ${noticeLanguages.join(', ')}.`,
    );
  }
  return {
    enabled: config.getOptionalBoolean('privateAi.notifications.enabled') ?? true,
    language,
  };
}
