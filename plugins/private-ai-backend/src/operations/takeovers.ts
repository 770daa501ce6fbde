import { CustomErrorBase } from '@backstage/errors';
import type { Lease } from './lease';

/**
 * An operation that brings its replica down is taken over by the next, which it would bring down too, and all that runs there
 * with it: at this takeover it ends instead. A replica that is stopped gives its leases back, which counts for nothing.
 */
const lastTakeover = 3;

class TakeoverError extends CustomErrorBase {
  name = 'TakeoverError' as const;
}

/** @throws TakeoverError for an operation that replicas did not survive */
export function requireSurvived({ operation, takeovers }: Pick<Lease, 'operation' | 'takeovers'>) {
  if (takeovers < lastTakeover) return;
  throw new TakeoverError(
    `The portal broke off ${takeovers} times while it worked on this operation (${operation.kind}), so it is not begun again: something in it may bring the portal down, such as a file of the commit or what its build writes. Look at the last lines of its log, and at what the portal's own log says of its restarts; put that right, then resume it.`,
  );
}
