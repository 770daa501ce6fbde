import type { Interrupt, TokenUsage } from './event';
import type { AgentState } from './state';
import type { Transcript } from './transcript';

/** The newest run of a chat. */
export interface Run {
  readonly threadId?: string;
  readonly runId?: string;
  /** `interrupted`: it asks for {@link Run.interrupts} to be answered. `cancelled`: somebody stopped it, no failure. */
  readonly state: 'running' | 'finished' | 'interrupted' | 'cancelled' | 'failed';
  /** Present when `failed`. */
  readonly error?: { readonly message: string; readonly code?: string };
  readonly interrupts: readonly Interrupt[];
  /** Calls of the application's own tools that wait for its answer, where the agent says so. */
  readonly pendingToolCallIds: readonly string[];
  readonly usage: readonly TokenUsage[];
  readonly result?: unknown;
  /** Names of the steps that are open. */
  readonly steps: readonly string[];
}

/** One invocation of a subagent that was announced. */
export interface Subagent {
  readonly id: string;
  readonly name: string;
  readonly parentId?: string;
  readonly state: 'running' | 'finished' | 'suspended' | 'failed';
  readonly error?: string;
}

/** What events make of a chat. */
export interface Content {
  readonly messages: Transcript;
  readonly state: AgentState;
  readonly run?: Run;
  /** Of the newest run. */
  readonly subagents: readonly Subagent[];
}
