import type { ToolCall } from '@ag-ui/core';
import { run, Usage, type Agent, type AgentInputItem, type Model } from '@openai/agents-core';
import type { Asking } from '../agent.ts';
import type { Decisions } from './approvals.ts';

/** What the model and the reader are told in place of a result. */
const REJECTED = 'The user did not allow this call. Nothing was done.';

/**
 * The state of a run that waited for a person, with the decisions in it, made anew from the conversation: the model's
 * answer with the calls is given to the agent's loop again, which stops before them as it did the first time.
 */
export async function resumedRun(
  agent: Agent<Asking>,
  items: AgentInputItem[],
  calls: ToolCall[],
  decisions: Decisions,
  options: { signal: AbortSignal; maxTurns: number; context: Asking },
) {
  const model = agent.model as Model; // createAgent gives it one
  const replaying: Model = {
    getResponse: async () => ({ usage: new Usage(), output: calls.map(functionCall) }),
    // The run goes on as a stream, with the model itself.
    getStreamedResponse: request => model.getStreamedResponse(request),
  };
  const { state, interruptions } = await run(agent.clone({ model: replaying }), items, options);
  for (const item of interruptions) {
    const { rawItem } = item;
    const approved =
      rawItem.type === 'function_call' && decisions.get(rawItem.callId) === 'approved';
    if (approved) state.approve(item);
    else state.reject(item, { message: REJECTED });
  }
  return state;
}

const functionCall = ({ id, function: called }: ToolCall) => ({
  type: 'function_call' as const,
  callId: id,
  name: called.name,
  arguments: called.arguments,
  status: 'completed' as const,
});
