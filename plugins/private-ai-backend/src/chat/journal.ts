import {
  isDelta,
  type AgentEvent,
  type Numbered,
  type RunState,
} from '@private-ai/plugin-private-ai-common';

/** One or several events as they are kept: deltas of one item that follow each other are one. */
export interface Entry {
  firstSeq: number;
  /** Number of the last event joined. */
  seq: number;
  event: AgentEvent;
  /** Lengths of the joined deltas, where there are several. */
  cuts?: number[];
}

/** What is to be kept of one run. */
export interface Kept {
  runId: string;
  /** The process that relays it. */
  holder: string;
  entries: Entry[];
  /** How it ended, where it has. */
  end?: { state: RunState; at: string };
}

/** What a delta may carry and still be joined without loss; the first one's stand. */
const plain = new Set(['type', 'messageId', 'toolCallId', 'subagentRunId', 'delta', 'timestamp']);

const isPlain = (event: AgentEvent) => {
  for (const key in event) if (!plain.has(key)) return false;
  return isDelta(event.type);
};

const goesOn = (before: AgentEvent, event: AgentEvent) =>
  before.type === event.type &&
  before.messageId === event.messageId &&
  before.toolCallId === event.toolCallId &&
  before.subagentRunId === event.subagentRunId;

/** Characters that are joined: each reader of a run has such a piece of it in memory. */
const longest = 64 * 1024;

/** Joins deltas of one item that follow each other; costs what comes in, however many are one. */
export function joined(entries: readonly Entry[]): Entry[] {
  const rows: Entry[] = [];
  let run: Entry[] = [];
  let length = 0;
  const close = () => {
    if (run.length > 0) rows.push(run.length === 1 ? run[0] : oneOf(run));
    run = [];
    length = 0;
  };
  for (const entry of entries) {
    const more = String(entry.event.delta ?? '').length;
    const joins =
      run.length > 0 &&
      length + more <= longest &&
      goesOn(run[0].event, entry.event) &&
      isPlain(entry.event);
    if (!joins) close();
    run.push(entry);
    length += more;
    if (!joins && !isPlain(entry.event)) close();
  }
  close();
  return rows;
}

function oneOf(run: readonly Entry[]): Entry {
  const deltas = run.map(({ event }) => String(event.delta));
  return {
    firstSeq: run[0].firstSeq,
    seq: run[run.length - 1].seq,
    event: { ...run[0].event, delta: deltas.join('') },
    cuts: run.flatMap(({ cuts }, at) => cuts ?? [deltas[at].length]),
  };
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
