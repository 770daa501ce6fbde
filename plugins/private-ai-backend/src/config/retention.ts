import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** How many days the portal's database keeps what it need not keep. */
export interface Retention {
  /** Conversations, after the last question in them. */
  chatDays: number;
  /** Operations, after their end, as far as they decide nothing any more. */
  operationDays: number;
  /** The log of an operation, after its end. */
  logDays: number;
}

export const usualRetention: Retention = { chatDays: 90, operationDays: 365, logDays: 30 };

/** A hundred years: who wants to keep for ever says it by a number that means it. */
const most = 36_500;

/**
 * `privateAi.retention` of the configuration.
 * @throws InputError for a value that cannot be right
 */
export function readRetention(config: Config): Retention {
  const read = (key: keyof Retention) => {
    const value = config.getOptionalNumber(`privateAi.retention.${key}`) ?? usualRetention[key];
    if (Number.isSafeInteger(value) && value >= 1 && value <= most) return value;
    throw new InputError(
      `The configuration value privateAi.retention.${key} is ${value}: expected a whole number of days, from 1 to ${most}.`,
    );
  };
  return {
    chatDays: read('chatDays'),
    operationDays: read('operationDays'),
    logDays: read('logDays'),
  };
}
