import type { AssistantMessage, Interrupt, Message } from '@ag-ui/core';
import {
  addMessage,
  applyEvent,
  initialChat,
  ProtocolViolation,
  type AgentEvent,
  type Chat,
  type ChatRun,
} from '@private-ai/plugin-private-ai-common';

/** A run with all that has come of it. */
export type ToldRun = Pick<ChatRun, 'message'> & { events: AgentEvent[] };

/** What a thread's runs have made of the conversation. */
export interface Told {
  chat: Chat;
  /** What the agent waits to be answered, or perhaps waits: an answer that it broke off may have got there or not. */
  asked: readonly Interrupt[];
}

const nothing: Told = { chat: initialChat(), asked: [] };

/** @param before - what the runs before these have made of it */
export function told(runs: readonly ToldRun[], before = nothing): Told {
  return runs.reduce<Told>((so, { message, events }) => {
    // Each run is a stream of its own.
    return toldOf(folded(begun(so.chat, message), events), so);
  }, before);
}

/** What was kept under other limits, and goes over today's, stands as far as it can be read. */
function folded(before: Chat, events: readonly AgentEvent[]): Chat {
  let chat = before;
  try {
    for (const event of events) chat = applyEvent(chat, event);
  } catch (error) {
    if (!(error instanceof ProtocolViolation)) throw error;
  }
  return chat;
}

/** The conversation at the end of a run. */
export function toldOf(chat: Chat, before: Told): Told {
  const { state, interrupts = [] } = chat.run ?? {};
  const ended = state === 'finished' || state === 'interrupted';
  return { chat, asked: ended ? interrupts : before.asked };
}

/** The conversation at the beginning of a run, its question included. */
export function begun({ messages, state }: Chat, message: ChatRun['message']): Chat {
  const chat = initialChat(messages, state);
  return message ? addMessage(chat, message) : chat;
}

/**
 * What the agent is sent of it. Calls without a result are left out, because models refuse a history that holds one: of
 * runs that broke off, and those that Agent Framework makes up beside the one that it asks about. Only what is answered
 * now stays. A question that nothing came of is left out, too: what a model refuses (content filter, length) it refuses with
 * every question after it.
 */
export function forAgent(
  messages: readonly Message[],
  answered: readonly Interrupt[] = [],
): Message[] {
  const kept = new Set([
    ...messages.flatMap(message => (message.role === 'tool' ? [message.toolCallId] : [])),
    ...answered.flatMap(({ toolCallId }) => toolCallId ?? []),
  ]);
  return messages.flatMap((message, at): Message[] => {
    const next = messages[at + 1];
    if (message.role === 'user' && (!next || next.role === 'user')) return [];
    if (message.role !== 'assistant') return [message];
    const { toolCalls, ...rest } = message;
    const calls = toolCalls?.filter(({ id }) => kept.has(id)) ?? [];
    if (calls.length === 0 && !rest.content) return [];
    return [{ ...rest, ...(calls.length > 0 ? { toolCalls: calls } : {}) } as AssistantMessage];
  });
}
