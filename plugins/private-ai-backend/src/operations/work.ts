import type {
  Operation,
  OperationInputs,
  OperationKind,
  OperationOutputs,
  StageName,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';

/** Why work has to stop: the reason of its signal. Only what was cancelled is not gone on with elsewhere. */
export class Stopped extends Error {
  name = 'AbortError' as const;

  constructor(readonly why: 'cancelled' | 'lost' | 'shutdown') {
    super(`The work stops: ${why}.`);
  }
}

/** What is started, whose it is and where it lies. */
export interface ParsedStart<K extends OperationKind = OperationKind> {
  input: OperationInputs[K];
  entityRef: string;
  landingZone: string;
}

/** All that there is to know of one kind of operation. */
export interface Work<K extends OperationKind = OperationKind> {
  kind: K;
  /** Whether it changes something, and which way: one operation at a time does so for each entity. */
  writes: 'nothing' | 'makes' | 'removes';
  /**
   * The input of `POST /operations`. Writes nothing, asks nobody.
   * @throws InputError with every sentence
   */
  parse(input: Record<string, unknown>, zones: readonly LandingZone[]): ParsedStart<K>;
  /**
   * What only others can say of an input that somebody names: asked once, before the operation is there.
   * @throws an error of @backstage/errors with a sentence
   */
  admit?(input: OperationInputs[K], zone: LandingZone, signal: AbortSignal): Promise<void>;
  /**
   * It may be started again at any time, anywhere, and converges.
   * @throws an error of @backstage/errors, a sentence that a person can act on
   */
  run(context: WorkContext<K>): Promise<OperationOutputs[K]>;
}

/** The work of each kind. */
export type Works = { [K in OperationKind]: Work<K> };

/** Kinds of which one operation at a time leads for each entity. */
export const writingKinds = (works: Works): OperationKind[] =>
  Object.values(works)
    .filter(({ writes }) => writes !== 'nothing')
    .map(({ kind }) => kind);

export interface WorkContext<K extends OperationKind = OperationKind> {
  operation: Operation<K>;
  zone: LandingZone;
  /** Aborts, with {@link Stopped}, when the operation is cancelled or its lease is lost; no write starts after it. */
  signal: AbortSignal;
  /** Appends to the operation's durable log. Never a secret. */
  log(message: string, level?: 'info' | 'warn' | 'error'): void;
  /** Says, durably, that the next stage begins. */
  stage(name: StageName): Promise<void>;
  /** Small values kept with the operation, such as the token of a long-running operation's poller. */
  checkpoints: {
    get(key: string): Promise<string | undefined>;
    set(key: string, value: string | undefined): Promise<void>;
  };
}
