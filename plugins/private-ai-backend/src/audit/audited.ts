import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Request } from 'express';
import type { AuditEvent } from './events';

/** Where something is asked for: the request says by whom. Without one the portal itself does it. */
export interface Audit {
  auditor: AuditorService;
  request?: Request;
}

/**
 * Does what the event tells of, and tells the auditor before and after: what it cannot be told of is not done.
 *
 * @param outcome - what the auditor is told of a success beside the event
 * @param failure - what it is told of a failure, where the error's own sentence may hold somebody's words
 */
export async function audited<T>(
  { auditor, request }: Audit,
  event: AuditEvent,
  act: () => Promise<T>,
  outcome: (result: T) => AuditEvent['meta'] = () => ({}),
  failure: (error: Error) => Error = error => error,
): Promise<T> {
  const told = await auditor.createEvent({ ...event, request });
  let result: T;
  try {
    result = await act();
  } catch (error) {
    await told.fail({ error: failure(error as Error) });
    throw error;
  }
  await told.success({ meta: outcome(result) });
  return result;
}

/** What kind of error it was, and nothing of what it says. */
export function wordless({ name }: Error): Error {
  const error = new Error(name);
  error.name = name;
  return error;
}
