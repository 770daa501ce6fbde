import type { Interrupt, Message, TokenUsage } from '@ag-ui/core';

/**
 * An event after enforcement: its type is known and its fields have the shapes of `shapes.ts`. One open type for all
 * events, because each stage reads a few fields of many; the names are the protocol's.
 */
export interface ChatEvent {
  type: string;
  messageId: string;
  toolCallId: string;
  subagentRunId?: string;
  metadata?: Record<string, unknown>;
  delta: string;
  // The other fields, by the event's shape.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  [field: string]: any;
}

export type { Interrupt, Message, TokenUsage };

/** Streamed items, told apart because ids of different families may be equal. */
export type Family = 'text' | 'tool' | 'reasoning';

/** The events that stream one family's items. */
export const families: Readonly<
  Record<Family, { id: string; chunk: string; start: string; content: string; end: string }>
> = {
  text: {
    id: 'messageId',
    chunk: 'TEXT_MESSAGE_CHUNK',
    start: 'TEXT_MESSAGE_START',
    content: 'TEXT_MESSAGE_CONTENT',
    end: 'TEXT_MESSAGE_END',
  },
  tool: {
    id: 'toolCallId',
    chunk: 'TOOL_CALL_CHUNK',
    start: 'TOOL_CALL_START',
    content: 'TOOL_CALL_ARGS',
    end: 'TOOL_CALL_END',
  },
  reasoning: {
    id: 'messageId',
    chunk: 'REASONING_MESSAGE_CHUNK',
    start: 'REASONING_MESSAGE_START',
    content: 'REASONING_MESSAGE_CONTENT',
    end: 'REASONING_MESSAGE_END',
  },
};

const entries = Object.entries(families) as [Family, (typeof families)[Family]][];
const pick = (of: 'chunk' | 'start' | 'content' | 'end') =>
  new Map(entries.map(([family, names]) => [names[of], family]));

export const chunkFamily = pick('chunk');
export const startFamily = pick('start');
export const contentFamily = pick('content');
export const endFamily = pick('end');
