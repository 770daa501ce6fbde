import type { ChatRun, ChatThread, RunState } from '@private-ai/plugin-private-ai-common';
import type { Entry } from './journal';
import { spelled, spelledLengths, terse, terseLengths } from './terse';

/** A run's row, without its events. */
export interface RunRow {
  id: string;
  threadId: string;
  position: number;
  state: RunState;
  message?: ChatRun['message'];
  /** In place of a message: answers to what the run before asked. */
  resume?: ChatRun['resume'];
  startedAt: string;
  holder: string;
}

export interface RunRecord {
  id: string;
  thread_id: string;
  position: number;
  state: RunState;
  message_id: string | null;
  message: string | null;
  resume: string | null;
  started_at: string;
  holder: string;
}

export interface EventRecord {
  seq: number;
  first_seq: number;
  body: string;
  cuts: string | null;
}

export const recordOf = (runId: string, { firstSeq, seq, event, cuts }: Entry) => ({
  run_id: runId,
  seq,
  first_seq: firstSeq,
  body: terse(JSON.stringify(event)),
  cuts: cuts ? terseLengths(cuts) : null,
});

export const entryOfRecord = ({ seq, first_seq, body, cuts }: EventRecord): Entry => ({
  firstSeq: first_seq,
  seq,
  event: JSON.parse(spelled(body)),
  ...(cuts ? { cuts: spelledLengths(cuts) } : {}),
});

/**
 * An event as JSON where a reader who has everything up to `after` lacks all of it, and it is kept as its agent said it: the
 * same for everybody, and nothing to parse. Undefined where it has to be {@link entryOfRecord parsed}.
 */
export function asKept({ first_seq, body, cuts }: EventRecord, after: number): string | undefined {
  if (cuts && first_seq <= after) return undefined;
  const json = spelled(body);
  return json.includes('"MESSAGES_SNAPSHOT"') ? undefined : json;
}

export function threadOf(row: Record<string, string>): ChatThread {
  return { id: row.id, title: row.title, createdAt: row.created_at, updatedAt: row.updated_at };
}

export function runOf(row: RunRecord): RunRow {
  return {
    id: row.id,
    threadId: row.thread_id,
    position: row.position,
    state: row.state,
    ...(row.message_id !== null &&
      row.message !== null && {
        message: { id: row.message_id, role: 'user', content: row.message },
      }),
    ...(row.resume !== null && { resume: JSON.parse(row.resume) }),
    startedAt: row.started_at,
    holder: row.holder,
  };
}
