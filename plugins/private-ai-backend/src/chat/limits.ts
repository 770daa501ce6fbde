import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What chats may cost the portal. */
export interface ChatLimits {
  /** Answers that stream at once: of one person, of one application, in one process. */
  openRuns: { user: number; app: number; process: number };
  /** Minutes that one answer may take. */
  answerMinutes: number;
  /** Characters of one conversation; over it a new one is to be begun. */
  threadCharacters: number;
  /** Seconds that running answers are given when the portal stops. */
  graceSeconds: number;
}

export const usualLimits: ChatLimits = {
  openRuns: { user: 10, app: 100, process: 1000 },
  answerMinutes: 30,
  threadCharacters: 16 * 1024 * 1024,
  graceSeconds: 20,
};

/** Seconds. A timer takes no more than some weeks. */
const day = 86_400;

/**
 * `privateAi.chat` of the configuration.
 * @throws InputError for a value that cannot be right
 */
export function readChatLimits(config: Config): ChatLimits {
  const read = (key: string, otherwise: number, { least = 1, most = Infinity } = {}) => {
    const value = config.getOptionalNumber(`privateAi.chat.${key}`) ?? otherwise;
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
    const upTo = most === Infinity ? '' : `, at most ${most}`;
    throw new InputError(
      `The configuration value privateAi.chat.${key} is ${value}: expected a whole number, at least ${least}${upTo}.`,
    );
  };
  const { openRuns, answerMinutes, threadCharacters, graceSeconds } = usualLimits;
  return {
    openRuns: {
      user: read('openRuns.user', openRuns.user),
      app: read('openRuns.app', openRuns.app),
      process: read('openRuns.process', openRuns.process),
    },
    answerMinutes: read('answerMinutes', answerMinutes, { most: day / 60 }),
    threadCharacters: read('threadCharacters', threadCharacters),
    graceSeconds: read('graceSeconds', graceSeconds, { least: 0, most: day }),
  };
}
