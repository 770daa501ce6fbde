import type { AssistantMessage, ToolCall, ToolMessage } from '@ag-ui/core';
import { overBudget } from './account';
import { budget } from './budget';
import type { ChatEvent, Message } from './event';
import { deltaOf, positionOf, withMessage, withMetadata } from './messages';
import type { Transcript } from './transcript';

type Messages = Transcript;

/** The list with one call changed; undefined where no message holds it. */
function withCall(
  messages: Messages,
  toolCallId: string,
  change: (call: ToolCall) => ToolCall,
): Messages | undefined {
  const holder = messages.holderOf(toolCallId);
  if (holder < 0) return undefined;
  return withMessage(messages, holder, message => {
    const toolCalls = (message as AssistantMessage).toolCalls!.slice();
    const at = toolCalls.findLastIndex(({ id }) => id === toolCallId);
    toolCalls[at] = change(toolCalls[at]);
    return { ...(message as AssistantMessage), toolCalls };
  });
}

/** Hangs the call on its parent message; one is made for a parent that was never streamed, or not named. */
export function openCall(messages: Messages, event: ChatEvent<'TOOL_CALL_START'>): Messages {
  if (messages.holderOf(event.toolCallId) >= 0) return extendCall(messages, event);
  const call = withMetadata<ToolCall>(
    {
      id: event.toolCallId,
      type: 'function',
      function: { name: event.toolCallName, arguments: '' },
    },
    event,
  );
  const parent = event.parentMessageId;
  const at = parent === undefined ? -1 : positionOf(messages, parent);
  const holder = messages.at(at);
  if (holder?.role === 'assistant') {
    const { toolCalls = [] } = holder;
    if (toolCalls.length >= budget.parts) throw overBudget('parts');
    return messages.with(at, { ...holder, toolCalls: [...toolCalls, call] }, call);
  }
  const made: AssistantMessage = {
    // A parent of another role cannot hold calls: the made message needs an id of its own.
    id: at < 0 && parent !== undefined ? parent : event.toolCallId,
    role: 'assistant',
    toolCalls: [call],
    ...(event.subagentRunId === undefined ? {} : { subagentRunId: event.subagentRunId }),
  };
  return messages.plus(made);
}

export function extendCall(
  messages: Messages,
  event: ChatEvent<'TOOL_CALL_START' | 'TOOL_CALL_ARGS' | 'TOOL_CALL_END'>,
): Messages {
  const delta = deltaOf(event);
  if (!delta && event.metadata === undefined) return messages;
  const extended = withCall(messages, event.toolCallId, call => {
    const merged = withMetadata(call, event);
    if (!delta) return merged;
    const { name, arguments: before } = merged.function;
    return { ...merged, function: { name, arguments: before + delta } };
  });
  return extended ?? messages;
}

export function addResult(messages: Messages, event: ChatEvent<'TOOL_CALL_RESULT'>): Messages {
  const result = withMetadata<ToolMessage>(
    {
      id: event.messageId,
      role: 'tool',
      toolCallId: event.toolCallId,
      content: event.content,
      ...(event.subagentRunId === undefined ? {} : { subagentRunId: event.subagentRunId }),
    },
    event,
  );
  const at = positionOf(messages, event.messageId);
  return at < 0 ? messages.plus(result) : messages.with(at, result);
}

/**
 * Keeps an opaque reasoning artefact with the message or call that it names, to be sent back unread.
 * @returns undefined when nothing that could hold it has that id
 */
export function keepEncrypted(
  messages: Messages,
  event: ChatEvent<'REASONING_ENCRYPTED_VALUE'>,
): Messages | undefined {
  const { encryptedValue, encryptedValueType, entityId } = event;
  // A type describes one value and goes with it.
  const kept = { encryptedValue, encryptedValueType };
  if (event.subtype === 'tool-call') {
    return withCall(messages, entityId, call => withoutUndefined({ ...call, ...kept }));
  }
  const at = positionOf(messages, entityId);
  if (at < 0 || messages.at(at)!.role === 'activity') return undefined;
  return withMessage(messages, at, message => withoutUndefined({ ...message, ...kept }) as Message);
}

function withoutUndefined<T extends { encryptedValueType?: unknown }>(holder: T): T {
  if (holder.encryptedValueType === undefined) delete holder.encryptedValueType;
  return holder;
}
