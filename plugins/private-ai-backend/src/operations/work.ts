import type {
  Operation,
  OperationKind,
  OperationOutputs,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';

/** Why work has to stop: the reason of its signal. Only what was cancelled is not gone on with elsewhere. */
export class Stopped extends Error {
  name = 'AbortError' as const;

  constructor(readonly why: 'cancelled' | 'lost' | 'shutdown') {
    super(`The work stops: ${why}.`);
  }
}

/** What an operation of one kind does. It may be started again at any time, anywhere, and converges. */
export interface Work<K extends OperationKind = OperationKind> {
  kind: K;
  /** @throws an error of @backstage/errors, a sentence that a person can act on */
  run(context: WorkContext<K>): Promise<OperationOutputs[K]>;
}

export interface WorkContext<K extends OperationKind = OperationKind> {
  operation: Operation<K>;
  zone: LandingZone;
  /** Aborts, with {@link Stopped}, when the operation is cancelled or its lease is lost; no write starts after it. */
  signal: AbortSignal;
  /** Appends to the operation's durable log. Never a secret. */
  log(message: string, level?: 'info' | 'warn' | 'error'): void;
  /** Small values kept with the operation, such as the token of a long-running operation's poller. */
  checkpoints: {
    get(key: string): Promise<string | undefined>;
    set(key: string, value: string | undefined): Promise<void>;
  };
}
