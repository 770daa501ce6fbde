import { isDelta, type AgentEvent, type Numbered } from '@private-ai/plugin-private-ai-common';

/** One or several events as they are kept: deltas of one item that follow each other are one. */
export interface Entry {
  firstSeq: number;
  /** Number of the last event joined. */
  seq: number;
  event: AgentEvent;
  /** Lengths of the joined deltas, where there are several. */
  cuts?: number[];
}

/** What a delta may carry and still be joined without loss; the first one's stand. */
const plain = new Set(['type', 'messageId', 'toolCallId', 'subagentRunId', 'delta', 'timestamp']);

function joins(before: AgentEvent, event: AgentEvent): boolean {
  return (
    isDelta(event.type) &&
    before.type === event.type &&
    before.messageId === event.messageId &&
    before.toolCallId === event.toolCallId &&
    before.subagentRunId === event.subagentRunId &&
    Object.keys(before).every(key => plain.has(key)) &&
    Object.keys(event).every(key => plain.has(key))
  );
}

/** Joins deltas of one item that follow each other. */
export function joined(entries: readonly Entry[]): Entry[] {
  const rows: Entry[] = [];
  for (const entry of entries) {
    const last = rows.at(-1);
    if (!last || !joins(last.event, entry.event)) {
      rows.push({ ...entry });
      continue;
    }
    const lengths = (of: Entry) => of.cuts ?? [String(of.event.delta).length];
    last.cuts = [...lengths(last), ...lengths(entry)];
    last.event = { ...last.event, delta: `${last.event.delta}${entry.event.delta}` };
    last.seq = entry.seq;
  }
  return rows;
}

export const entryOf = ({ seq, event }: Numbered): Entry => ({ firstSeq: seq, seq, event });

/** What of an entry a reader who has everything up to `after` lacks, or undefined. */
export function missing(entry: Entry, after: number): Numbered | undefined {
  if (entry.seq <= after) return undefined;
  if (entry.firstSeq > after || !entry.cuts) return { seq: entry.seq, event: entry.event };
  const read = entry.cuts.slice(0, after - entry.firstSeq + 1).reduce((sum, cut) => sum + cut, 0);
  const delta = String(entry.event.delta).slice(read);
  return { seq: entry.seq, event: { ...entry.event, delta } };
}
