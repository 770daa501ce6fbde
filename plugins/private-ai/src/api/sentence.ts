import { ResponseError } from '@backstage/errors';

/** The sentence for the person: the backend's own, where there is one, without the status line around it. */
export function sentenceOf(error: Error): string {
  return ResponseError.is(error) ? error.cause.message : error.message;
}
