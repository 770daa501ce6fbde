import type { RunAgentInput } from '@ag-ui/core';
import type { AppLocation } from '../app/location';
import { callAgent, type AgentPatience } from './agentCall';
import type { AgentEndpoint } from './endpoint';

const lastWord = /"type"\s*:\s*"RUN_(FINISHED|ERROR)"/;

/**
 * Tells the agent that what it asks will not be answered, in a run of its own: Agent Framework (1.7) ends a run that
 * abandons at once, whatever question comes along. What it says to that is nobody's concern; that it does not know of it
 * any more is as good.
 *
 * @throws AgentRefusal when it is not told
 */
export async function abandon(
  at: AppLocation,
  endpoint: AgentEndpoint,
  input: RunAgentInput,
  { signal, patience }: { signal: AbortSignal; patience?: AgentPatience },
): Promise<void> {
  const said = new AbortController();
  const hear = (data: string) => {
    if (lastWord.test(data)) said.abort();
  };
  await callAgent(at, endpoint, input, hear, {
    signal: AbortSignal.any([signal, said.signal]),
    patience,
  });
}
