import type { Account } from './account';
import { patchActivity, snapshotActivity } from './activity';
import type { Content, Run, Subagent } from './content';
import type { Warn } from './enforce';
import type { ChatEvent, ExpandedEvent, SubagentEvent } from './event';
import { extendMessage, openMessage, reconcile } from './messages';
import { AgentState } from './state';
import { addResult, extendCall, keepEncrypted, openCall } from './toolCalls';

/**
 * What one verified event does to a chat's content.
 * @throws ProtocolViolation where it costs more than an answer may
 */
export function reduce(
  chat: Content,
  event: ExpandedEvent,
  account: Account,
  warn: Warn,
): Partial<Content> {
  const { messages } = chat;
  switch (event.type) {
    case 'TEXT_MESSAGE_START':
    case 'REASONING_MESSAGE_START':
      return { messages: openMessage(messages, event) };
    case 'TEXT_MESSAGE_CONTENT':
    case 'TEXT_MESSAGE_END':
    case 'REASONING_MESSAGE_CONTENT':
    case 'REASONING_MESSAGE_END':
      return { messages: extendMessage(messages, event) };
    case 'TOOL_CALL_START':
      return { messages: openCall(messages, event) };
    case 'TOOL_CALL_ARGS':
    case 'TOOL_CALL_END':
      return { messages: extendCall(messages, event) };
    case 'TOOL_CALL_RESULT':
      return { messages: addResult(messages, event) };
    case 'MESSAGES_SNAPSHOT':
      return { messages: reconcile(messages, event.messages, account) };
    case 'ACTIVITY_SNAPSHOT':
      return { messages: snapshotActivity(messages, event, account) };
    case 'ACTIVITY_DELTA':
      return { messages: patchActivity(messages, event, account, warn) };
    case 'REASONING_ENCRYPTED_VALUE': {
      const kept = keepEncrypted(messages, event);
      if (!kept) warn(`REASONING_ENCRYPTED_VALUE: nothing has the id ${event.entityId}.`);
      return kept ? { messages: kept } : {};
    }
    case 'STATE_SNAPSHOT':
      return { state: AgentState.told(event.snapshot) };
    case 'STATE_DELTA': {
      const next = chat.state.patched(event.delta, account);
      if (next instanceof AgentState) return { state: next };
      warn(`Failed to apply state patch: ${next.problem}`);
      return {};
    }
    case 'RUN_STARTED':
      return runStarted(chat, event);
    case 'RUN_FINISHED':
      return { run: runFinished(chat.run, event) };
    case 'RUN_ERROR':
      return runFailed(chat, event);
    case 'STEP_STARTED':
      return withRun(chat.run, run => ({ ...run, steps: [...run.steps, event.stepName] }));
    case 'STEP_FINISHED':
      return withRun(chat.run, run => {
        const at = run.steps.lastIndexOf(event.stepName);
        return { ...run, steps: at < 0 ? run.steps : run.steps.toSpliced(at, 1) };
      });
    case 'SUBAGENT_STARTED':
    case 'SUBAGENT_FINISHED':
    case 'SUBAGENT_ERROR':
      return { subagents: withSubagent(chat.subagents, event) };
    // Passed on, not kept.
    case 'RAW':
    case 'CUSTOM':
    case 'REASONING_START':
    case 'REASONING_END':
      return {};
    default:
      return event satisfies never;
  }
}

const noRun: Run = {
  state: 'running',
  interrupts: [],
  pendingToolCallIds: [],
  usage: [],
  steps: [],
};

function withRun(run: Run | undefined, change: (run: Run) => Run): Partial<Content> {
  return run ? { run: change(run) } : {};
}

function runStarted(
  { messages }: Content,
  { threadId, runId, input }: ChatEvent<'RUN_STARTED'>,
): Partial<Content> {
  // The producer's echo of what it was asked, for whoever did not ask it.
  const unknown = (input?.messages ?? []).filter(({ id }) => messages.positionOf(id) < 0);
  return {
    run: { ...noRun, threadId, runId },
    subagents: [],
    ...(unknown.length > 0 && {
      messages: unknown.reduce((all, message) => all.plus(message), messages),
    }),
  };
}

function runFinished(run: Run = noRun, event: ChatEvent<'RUN_FINISHED'>): Run {
  const states = { success: 'finished', interrupt: 'interrupted', cancelled: 'cancelled' } as const;
  const { outcome = { type: 'success' } } = event;
  return {
    ...run,
    state: states[outcome.type],
    interrupts: outcome.type === 'interrupt' ? outcome.interrupts : [],
    pendingToolCallIds: (outcome.type === 'success' && outcome.pendingToolCallIds) || [],
    usage: event.usage ?? [],
    result: event.result,
    steps: [],
  };
}

function runFailed(
  { run = noRun, subagents }: Content,
  event: ChatEvent<'RUN_ERROR'>,
): Partial<Content> {
  const { message, code, usage = run.usage } = event;
  return {
    run: { ...run, state: 'failed', error: { message, code }, interrupts: [], usage, steps: [] },
    subagents: subagents.map(one => (one.state === 'running' ? { ...one, state: 'failed' } : one)),
  };
}

function withSubagent(subagents: readonly Subagent[], event: SubagentEvent): readonly Subagent[] {
  const id = event.subagentRunId;
  if (event.type === 'SUBAGENT_STARTED') {
    const { name, parentSubagentRunId: parentId } = event;
    return [...subagents, { id, name, parentId, state: 'running' }];
  }
  const end = (): Pick<Subagent, 'state' | 'error'> => {
    if (event.type === 'SUBAGENT_ERROR') return { state: 'failed', error: event.message };
    const state = event.outcome?.type === 'suspended' ? 'suspended' : 'finished';
    return { state, error: undefined };
  };
  return subagents.map(one => (one.id === id ? { ...one, ...end() } : one));
}
