import { shortened } from './budget';

/** Which rule of the protocol a stream broke. */
export type ViolationReason =
  /** A known field holds what its shape forbids, or a required one is missing. */
  | 'malformed'
  /** Something other than RUN_STARTED or RUN_ERROR came first. */
  | 'not-started'
  | 'run-active'
  | 'run-finished'
  | 'run-failed'
  /** Content or an end for what nothing opened. */
  | 'not-open'
  | 'already-open'
  /** RUN_FINISHED while something is open. */
  | 'still-open'
  /** A continuation that names another subagent than its opener. */
  | 'owner-mismatch'
  | 'chunk-without-id'
  | 'chunk-without-name'
  /** A later chunk that contradicts the one that opened its item. */
  | 'chunk-conflict'
  /** A chunk without id and subagent while several subagents stream. */
  | 'chunk-ambiguous'
  | 'subagent-unknown'
  | 'subagent-reused'
  | 'duplicate-interrupt'
  /** More than an answer may have or cost: see `budget.ts`. */
  | 'over-budget';

/** An agent's stream that cannot be trusted any more. An agent's own RUN_ERROR is not one. */
export class ProtocolViolation extends Error {
  override readonly name = 'ProtocolViolation';
  readonly reason: ViolationReason;

  constructor(reason: ViolationReason, message: string) {
    super(shortened(message));
    this.reason = reason;
  }
}
