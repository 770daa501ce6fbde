import type { Chat } from './chat';
import type { ExpandedEvent } from './event';
import { pieceOf } from './item';
import { itemKey, parseKey } from './verify';

/**
 * The events that end a run which was stopped on purpose: everything open is closed, then RUN_FINISHED says cancelled
 * (https://docs.ag-ui.com/spec/1.1/events/lifecycle, "Cancelled runs").
 */
export function cancelled(chat: Chat, run: { threadId: string; runId: string }): ExpandedEvent[] {
  const { phase, open, owners, subagents } = chat.pipeline.order;
  const events: ExpandedEvent[] = [];
  if (phase !== 'active') events.push({ type: 'RUN_STARTED', ...run });
  // A chunk stream ends with the run, by the reader's own expansion.
  const chunked = new Set(
    [...chat.pipeline.lanes.values()].map(({ kind, id }) => itemKey(kind, id)),
  );
  const newestFirst = open.entries().sort(([, one], [, other]) => other - one);
  for (const [key] of newestFirst) {
    if (chunked.has(key)) continue;
    const { kind, id, owner } = parseKey(key, owners);
    events.push(
      pieceOf('closes', { kind, id }, owner === undefined ? {} : { subagentRunId: owner }),
    );
  }
  for (const [subagentRunId, state] of subagents.entries()) {
    if (state === 'active') events.push({ type: 'SUBAGENT_FINISHED', subagentRunId });
  }
  events.push({ type: 'RUN_FINISHED', ...run, outcome: { type: 'cancelled' } });
  return events;
}
