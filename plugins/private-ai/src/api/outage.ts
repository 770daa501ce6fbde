import { ResponseError } from '@backstage/errors';
import type { Outage } from '@private-ai/plugin-private-ai-common';

/** The system that could not be asked, where that is why the backend could not answer. */
export function outageOf(error: Error): Outage | undefined {
  if (!ResponseError.is(error) || error.cause.name !== 'OutageError') return undefined;
  return (error.cause as { outage?: Outage }).outage;
}
