import { EventType, PROTOCOL_VERSION, type AGUIEvent, type RunAgentInput } from '@ag-ui/core';
import { run, type Agent, type AgentInputItem } from '@openai/agents-core';
import type { Asking } from '../agent.ts';
import { waitingCalls, type Approvals } from './approvals.ts';
import { problemOf } from './problem.ts';
import { resumedRun } from './resumed.ts';
import { translate } from './translate.ts';

/** How many times the agent may call the model for one question. */
const MAX_TURNS = 10;

export interface RunOptions {
  agent: Agent<Asking>;
  model: string;
  /** Who asks. Tools find it in their context. */
  user: string;
  approvals: Approvals;
  /** Ends the run: the client has gone, or the app stops. */
  signal: AbortSignal;
  onError(error: unknown): void;
}

/** One run from RUN_STARTED to RUN_FINISHED or RUN_ERROR. It never throws. */
export async function* agUiRun(
  input: RunAgentInput,
  items: AgentInputItem[],
  { agent, model, user, approvals, signal, onError }: RunOptions,
): AsyncGenerator<AGUIEvent> {
  const { threadId, runId, messages, resume = [] } = input;
  const finished = { type: EventType.RUN_FINISHED, threadId, runId } as const;
  yield { type: EventType.RUN_STARTED, threadId, runId, protocolVersion: PROTOCOL_VERSION };
  try {
    const options = { signal, maxTurns: MAX_TURNS, context: { user } };
    const calls = await waitingCalls(agent, messages, options.context);
    const decisions = approvals.take(calls, resume, { user, threadId });
    if (decisions && [...decisions.values()].every(each => each === 'cancelled')) {
      yield { ...finished, outcome: { type: 'success' } };
      return;
    }
    const start = decisions ? await resumedRun(agent, items, calls, decisions, options) : items;
    const result = await run(agent, start, { ...options, stream: true });
    const counts = yield* translate(result);
    await result.completed;
    signal.throwIfAborted();
    const interrupts = approvals.interrupts(result.interruptions, { user, threadId });
    yield {
      ...finished,
      outcome: interrupts.length ? { type: 'interrupt', interrupts } : { type: 'success' },
      ...(counts.totalTokens && { usage: [{ provider: 'azure.ai.openai', model, ...counts }] }),
    };
  } catch (error) {
    if (signal.aborted) {
      yield { type: EventType.RUN_ERROR, code: 'stopped', message: stopReason(signal) };
    } else {
      onError(error);
      yield { type: EventType.RUN_ERROR, ...problemOf(error, model) };
    }
  }
}

function stopReason({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : 'The run was stopped.';
}
