import { EventType, PROTOCOL_VERSION, type AGUIEvent, type RunAgentInput } from '@ag-ui/core';
import { run, type Agent, type AgentInputItem } from '@openai/agents-core';
import { problemOf } from './problem.ts';
import { translate } from './translate.ts';

/** How many times the agent may call the model for one question. */
const MAX_TURNS = 10;

export interface RunOptions {
  agent: Agent;
  model: string;
  /** Ends the run: the client has gone, or the app stops. */
  signal: AbortSignal;
  onError(error: unknown): void;
}

/** One run from RUN_STARTED to RUN_FINISHED or RUN_ERROR. It never throws. */
export async function* agUiRun(
  input: RunAgentInput,
  items: AgentInputItem[],
  { agent, model, signal, onError }: RunOptions,
): AsyncGenerator<AGUIEvent> {
  const { threadId, runId } = input;
  yield { type: EventType.RUN_STARTED, threadId, runId, protocolVersion: PROTOCOL_VERSION };
  try {
    const result = await run(agent, items, { stream: true, signal, maxTurns: MAX_TURNS });
    const counts = yield* translate(result);
    await result.completed;
    signal.throwIfAborted();
    yield {
      type: EventType.RUN_FINISHED,
      threadId,
      runId,
      outcome: { type: 'success' },
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
