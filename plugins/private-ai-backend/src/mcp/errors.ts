import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ResponseError,
} from '@backstage/errors';
import { sentenceOf } from '../portalApi/portalApi';

const errors = { ConflictError, InputError, NotAllowedError, NotFoundError };

/** The plugin's own error out of its HTTP API's answer: the registry passes on only what it knows. */
export function known(error: unknown): Error {
  if (!(error instanceof ResponseError)) return error as Error;
  const { name } = error.body.error;
  // Without it as a cause, which would only repeat the sentence.
  return name in errors ? new errors[name as keyof typeof errors](sentenceOf(error)) : error;
}
