import type { Interrupt, ResumeEntry } from '@ag-ui/core';
import { digestOf } from '../audit/digest';
import type { Decision } from '../audit/events';
import type { Told } from './history';

/** What was decided, as the auditor keeps it: enough to prove it, and nothing to read. */
export interface Decided {
  interruptId: string;
  decision: Decision;
  /** SHA-256 of what was asked, as the person saw it: `{ name, arguments }` of the call, or the `{ message }`. */
  digest: string;
}

/** @param before - the conversation that asks */
export function decidedIn(before: Told, resume: readonly ResumeEntry[]): Decided[] {
  return before.asked.flatMap(interrupt => {
    const answer = resume.find(({ interruptId }) => interruptId === interrupt.id);
    if (!answer) return [];
    return [
      {
        interruptId: interrupt.id,
        decision: decisionIn(answer),
        digest: digestOfAsked(interrupt, before),
      },
    ];
  });
}

/** An answer may be anything that the agent asks for; a yes or a no is `approved`. */
export function decisionIn({ status, payload }: ResumeEntry): Decision {
  if (status === 'cancelled') return 'abandoned';
  if (payload?.approved === true) return 'approved';
  return payload?.approved === false ? 'rejected' : 'answered';
}

function digestOfAsked({ toolCallId, message, reason }: Interrupt, { chat }: Told): string {
  const call = chat.messages
    .flatMap(one => (one.role === 'assistant' ? (one.toolCalls ?? []) : []))
    .find(({ id }) => id === toolCallId);
  if (!call) return digestOf({ message: message ?? reason });
  const { name, arguments: text } = call.function;
  try {
    return digestOf({ name, arguments: JSON.parse(text) });
  } catch {
    // No JSON, or nested deeper than can be read: as it stands.
    return digestOf({ name, arguments: text });
  }
}
