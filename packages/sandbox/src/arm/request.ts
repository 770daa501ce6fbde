import type { Effect } from '../faults/faults.ts';

/** A request of Resource Manager after sign-in. */
export interface ArmRequest {
  method: string;
  /** Decoded, without a trailing slash. */
  path: string;
  query: URLSearchParams;
  body: unknown;
  /** Address that asynchronous URLs begin with. */
  base: string;
  /** Object id of who asks. */
  by: string;
  /** What it was told to do wrong. */
  effect?: Effect;
}
