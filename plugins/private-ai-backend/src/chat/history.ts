import type { AssistantMessage, BaseEvent, Message, ResumeEntry } from '@ag-ui/core';
import {
  addMessage,
  applyEvent,
  initialChat,
  type Chat,
  type ChatRun,
} from '@private-ai/plugin-private-ai-common';

/** What a thread's runs have made of the conversation. */
export function told(runs: readonly { message: ChatRun['message']; events: BaseEvent[] }[]): Chat {
  return runs.reduce<Chat>((before, { message, events }) => {
    // Each run is a stream of its own.
    const asked = addMessage(initialChat(before.messages, before.state), message);
    return events.reduce<Chat>((chat, event) => applyEvent(chat, event), asked);
  }, initialChat());
}

/**
 * What the agent is sent of it. A person who writes on instead of answering an interrupt has abandoned it, and says so;
 * other calls without a result (of runs that broke off) are left out, because models refuse a history that holds one.
 */
export function forAgent(chat: Chat): { messages: Message[]; resume?: ResumeEntry[] } {
  const interrupts = chat.run?.state === 'interrupted' ? chat.run.interrupts : [];
  if (interrupts.length > 0) {
    return {
      messages: [...chat.messages],
      resume: interrupts.map(({ id }) => ({ interruptId: id, status: 'cancelled' })),
    };
  }
  const answered = new Set(
    chat.messages.flatMap(message => (message.role === 'tool' ? [message.toolCallId] : [])),
  );
  const messages = chat.messages.flatMap((message): Message[] => {
    if (message.role !== 'assistant') return [message];
    const { toolCalls, ...rest } = message;
    const kept = toolCalls?.filter(({ id }) => answered.has(id)) ?? [];
    if (kept.length === 0 && !rest.content) return [];
    return [{ ...rest, ...(kept.length > 0 ? { toolCalls: kept } : {}) } as AssistantMessage];
  });
  return { messages };
}
