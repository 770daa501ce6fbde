import type { Interrupt, Message, TokenUsage } from './event';
import { noLanes, type Lanes } from './expand';
import { nothingRetired, type RetiredMemory } from './retired';
import { itemKey, noOrder, type Order } from './verify';

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

/** Everything that a stream has told so far. Immutable: an event makes a new one that shares what did not change. */
export interface Chat {
  readonly messages: readonly Message[];
  /** The agent's state: any JSON value. */
  readonly state: unknown;
  readonly run?: Run;
  /** Of the newest run. */
  readonly subagents: readonly Subagent[];
  /** For developers: what was taken out, translated, or did not apply. */
  readonly warnings: readonly string[];
  /** What the pipeline remembers between two events. */
  readonly pipeline: {
    readonly retired: RetiredMemory;
    readonly lanes: Lanes;
    readonly order: Order;
  };
}

/**
 * @param messages - what was said before
 * @param state - what the agent's state was; none is the empty object
 */
export function initialChat(messages: readonly Message[] = [], state: unknown = {}): Chat {
  return {
    messages,
    state,
    subagents: [],
    warnings: [],
    pipeline: { retired: nothingRetired, lanes: noLanes, order: noOrder },
  };
}

/** Whether a message still grows. */
export function isStreaming(chat: Chat, messageId: string): boolean {
  const { open } = chat.pipeline.order;
  return open.has(itemKey('text', messageId)) || open.has(itemKey('reasoning', messageId));
}

/** The chat with a message of the person's own, or of a tool that the application ran. */
export function addMessage(chat: Chat, message: Message): Chat {
  return { ...chat, messages: [...chat.messages, message] };
}
