/**
 * An error whose own sentence stands for itself: what caused it is for the log. Backstage's errors put the words of a cause that
 * they are made with behind their sentence, where a person reads them.
 */
export const ofCause = <E extends Error>(error: E, cause: unknown): E =>
  Object.assign(error, { cause });
