import type { Message, ResumeEntry, RunAgentInput } from '@ag-ui/core';
import { enforceShape, type Warn } from './enforce';
import type { Interrupt } from './event';
import { withModernParts } from './retired';
import { runInputShape } from './shapes';
import { PROTOCOL_VERSION } from './version';

/**
 * The body of a run: activities stay at home, old parts are translated, unknown ones taken out.
 * @throws ProtocolViolation when something known in it is wrong
 */
export function runInput(
  input: {
    threadId: string;
    runId: string;
    messages: readonly Message[];
    state?: unknown;
    resume?: ResumeEntry[];
  },
  warn: Warn = () => undefined,
): RunAgentInput {
  const { threadId, runId, messages, state = {}, resume } = input;
  const body: RunAgentInput = {
    threadId,
    runId,
    protocolVersion: PROTOCOL_VERSION,
    state,
    messages: besideCalls(messages.filter(({ role }) => role !== 'activity').map(withModernParts)),
    // Empty rather than absent: older agents insist on the three.
    tools: [],
    context: [],
    forwardedProps: {},
    ...(resume ? { resume } : {}),
  };
  return enforceShape(body, runInputShape, 'The run input', warn);
}

/**
 * Results right behind the message that made the call: models refuse a history in which something stands between, and
 * a snapshot that restates a result under a new id appends it at the end.
 */
function besideCalls(messages: Message[]): Message[] {
  const callers = new Map<string, Message>();
  for (const message of messages) {
    if (message.role !== 'assistant') continue;
    for (const { id } of message.toolCalls ?? []) callers.set(id, message);
  }
  const callerOf = (message: Message) =>
    message.role === 'tool' ? callers.get(message.toolCallId) : undefined;
  const results = Map.groupBy(messages, callerOf);
  return messages.flatMap(message =>
    callerOf(message) ? [] : [message, ...(results.get(message) ?? [])],
  );
}

/** Interrupts that a resuming run must answer, or abandon, before it may be sent. */
export function unanswered(
  interrupts: readonly Interrupt[],
  resume: readonly ResumeEntry[] = [],
): Interrupt[] {
  const answered = new Set(resume.map(({ interruptId }) => interruptId));
  return interrupts.filter(({ id }) => !answered.has(id));
}
