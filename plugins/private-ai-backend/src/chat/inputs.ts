import { randomUUID } from 'node:crypto';
import type { RunAgentInput } from '@ag-ui/core';
import { runInput } from '@private-ai/plugin-private-ai-common';
import { forAgent, type Told } from './history';
import type { RunRow } from './records';

/** What the agent is sent: the conversation and the new question, or the answers to what it asked. */
export function inputOf(
  { id: runId, threadId, message, resume }: RunRow,
  { chat, asked }: Told,
): RunAgentInput {
  const messages = message ? [...forAgent(chat.messages), message] : forAgent(chat.messages, asked);
  return runInput({ threadId, runId, messages, state: chat.state, resume });
}

/**
 * The run that says, before a new question, that nobody answers what the agent asked. Undefined where it asks nothing.
 */
export function abandoningOf(
  { threadId }: RunRow,
  { chat, asked }: Told,
): RunAgentInput | undefined {
  if (asked.length === 0) return undefined;
  return runInput({
    threadId,
    runId: randomUUID(),
    messages: forAgent(chat.messages, asked),
    state: chat.state,
    resume: asked.map(({ id }) => ({ interruptId: id, status: 'cancelled' })),
  });
}
