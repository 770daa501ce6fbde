import type { Chat } from './chat';
import { families, type ChatEvent, type Family } from './event';
import { parseKey } from './verify';

/**
 * The events that end a run which was stopped on purpose: everything open is closed, then RUN_FINISHED says cancelled
 * (https://docs.ag-ui.com/spec/1.1/events/lifecycle, "Cancelled runs").
 */
export function cancelled(chat: Chat, run: { threadId: string; runId: string }): ChatEvent[] {
  const { phase, open, owners, subagents } = chat.pipeline.order;
  const events: Record<string, unknown>[] = [];
  if (phase !== 'active') events.push({ type: 'RUN_STARTED', ...run });
  // A chunk stream ends with the run, by the reader's own expansion.
  const chunked = new Set(
    [...chat.pipeline.lanes.values()].map(({ family, id }) => `${family}:${id}`),
  );
  for (const key of [...open].reverse()) {
    if (chunked.has(key)) continue;
    const { kind, id, owner } = parseKey(key, owners);
    const tag = owner === undefined ? {} : { subagentRunId: owner };
    if (kind === 'span') events.push({ type: 'REASONING_END', messageId: id, ...tag });
    else if (kind === 'step') events.push({ type: 'STEP_FINISHED', stepName: id, ...tag });
    else
      events.push({
        type: families[kind as Family].end,
        [families[kind as Family].id]: id,
        ...tag,
      });
  }
  for (const [subagentRunId, state] of subagents) {
    if (state === 'active') events.push({ type: 'SUBAGENT_FINISHED', subagentRunId });
  }
  events.push({ type: 'RUN_FINISHED', ...run, outcome: { type: 'cancelled' } });
  return events as unknown as ChatEvent[];
}
