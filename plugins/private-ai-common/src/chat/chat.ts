import { nothingSpent, type Spent } from './account';
import type { Content, Run, Subagent } from './content';
import type { Message } from './event';
import { noLanes, type Lanes } from './expand';
import { nothingRetired, type RetiredMemory } from './retired';
import { AgentState } from './state';
import { Transcript } from './transcript';
import { itemKey, noOrder, type Order } from './verify';

/**
 * Everything that a stream has told so far. Immutable: an event makes a new one that shares what did not change. Not to
 * be spread: what costs a walk is made when it is asked for.
 */
export interface Chat {
  readonly messages: readonly Message[];
  /** The agent's state: any JSON value. */
  readonly state: unknown;
  readonly run?: Run;
  /** Of the newest run. */
  readonly subagents: readonly Subagent[];
  /** For developers: what was taken out, translated, or did not apply. The first of them. */
  readonly warnings: readonly string[];
  /** How many came after those. */
  readonly moreWarnings: number;
  /** What the pipeline remembers between two events. */
  readonly pipeline: {
    readonly retired: RetiredMemory;
    readonly lanes: Lanes;
    readonly order: Order;
  };
  /** What is behind messages and state. */
  readonly content: Content;
  /** Of the budget of an answer. */
  readonly spent: Spent;
}

type Told = Pick<Chat, 'content' | 'warnings' | 'moreWarnings' | 'pipeline' | 'spent'>;

export function chatOf(told: Told): Chat {
  return new FoldedChat(told);
}

class FoldedChat implements Chat {
  readonly content: Content;
  readonly warnings: readonly string[];
  readonly moreWarnings: number;
  readonly pipeline: Chat['pipeline'];
  readonly spent: Spent;

  constructor({ content, warnings, moreWarnings, pipeline, spent }: Told) {
    this.content = content;
    this.warnings = warnings;
    this.moreWarnings = moreWarnings;
    this.pipeline = pipeline;
    this.spent = spent;
  }

  get messages(): readonly Message[] {
    return this.content.messages.list;
  }

  get state(): unknown {
    return this.content.state.value;
  }

  get run(): Run | undefined {
    return this.content.run;
  }

  get subagents(): readonly Subagent[] {
    return this.content.subagents;
  }
}

/**
 * @param messages - what was said before
 * @param state - what the agent's state was; none is the empty object
 */
export function initialChat(messages: readonly Message[] = [], state: unknown = {}): Chat {
  return chatOf({
    content: { messages: Transcript.of(messages), state: AgentState.of(state), subagents: [] },
    warnings: [],
    moreWarnings: 0,
    pipeline: { retired: nothingRetired, lanes: noLanes, order: noOrder },
    spent: nothingSpent,
  });
}

/** Whether a message still grows. */
export function isStreaming(chat: Chat, messageId: string): boolean {
  const { open } = chat.pipeline.order;
  return open.has(itemKey('text', messageId)) || open.has(itemKey('reasoning', messageId));
}

/** The chat with a message of the person's own, or of a tool that the application ran. */
export function addMessage(chat: Chat, message: Message): Chat {
  const { content, warnings, moreWarnings, pipeline, spent } = chat;
  const messages = content.messages.plus(message);
  return chatOf({ content: { ...content, messages }, warnings, moreWarnings, pipeline, spent });
}
