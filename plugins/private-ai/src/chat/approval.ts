import type { Interrupt, ResumeEntry, ToolCall } from '@ag-ui/core';
import type { Turn } from './turn';

/** Something that the agent asks before it acts. */
export interface Approval {
  interrupt: Interrupt;
  /** The call that it is about. */
  call?: ToolCall;
}

/** What the agent asks in a turn, and waits for. */
export function approvalsOf({ state, chat }: Turn): Approval[] {
  if (state !== 'waiting') return [];
  const calls = callsIn(chat.messages);
  return (chat.run?.interrupts ?? []).map(interrupt => ({
    interrupt,
    call: calls.find(({ id }) => id === interrupt.toolCallId),
  }));
}

/** Whether a yes or a no answers it: an interrupt may ask for anything. */
export function isYesOrNo({ toolCallId, responseSchema }: Interrupt): boolean {
  if (!responseSchema) return toolCallId !== undefined;
  return responseSchema.properties?.approved !== undefined;
}

/** Decisions by the interrupt's id, as the agent takes them. */
export function answersOf(decisions: Readonly<Record<string, boolean>>): ResumeEntry[] {
  return Object.entries(decisions).map(([interruptId, approved]) => ({
    interruptId,
    status: 'resolved',
    payload: { approved },
  }));
}

/** Ids of the calls that the person rejected in a turn. */
export function rejectedIn({ waited, resume = [] }: Turn): string[] {
  if (!waited) return [];
  const rejected = new Set(
    resume.flatMap(({ interruptId, payload }) =>
      payload?.approved === false ? [interruptId] : [],
    ),
  );
  return [
    ...rejectedIn(waited),
    ...(waited.chat.run?.interrupts ?? []).flatMap(({ id, toolCallId }) =>
      rejected.has(id) && toolCallId !== undefined ? [toolCallId] : [],
    ),
  ];
}

function callsIn(messages: Turn['chat']['messages']): ToolCall[] {
  return messages.flatMap(message =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
}
