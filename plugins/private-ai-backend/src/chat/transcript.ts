import type { ChatRun } from '@private-ai/plugin-private-ai-common';
import { joined } from './journal';
import type { RunRow } from './records';
import type { ChatStore } from './store';

/** Of a conversation that is handed over at once: runs, and characters of them. */
const page = { runs: 50, characters: 2 * 1024 * 1024 };

/** The newest runs of a conversation, or those before one of them. */
export interface TranscriptPage {
  /** Oldest first. */
  runs: ChatRun[];
  /** Position of the oldest of them, where there are earlier ones. */
  from?: number;
}

/** @param before - position of a run; the newest when left out */
export async function transcriptPage(
  store: ChatStore,
  threadId: string,
  before?: number,
): Promise<TranscriptPage> {
  const rows = await store.newestRuns(threadId, page.runs + 1, before);
  const lengths = await store.lengths(rows.map(({ id }) => id));
  let characters = 0;
  // At least one, however long.
  const fits = ({ id }: RunRow, at: number) => {
    characters += lengths.get(id) ?? 0;
    return at < page.runs && (at === 0 || characters <= page.characters);
  };
  const end = rows.findIndex((row, at) => !fits(row, at));
  const shown = (end < 0 ? rows : rows.slice(0, end)).reverse();
  const events = await store.eventsOf(shown.map(({ id }) => id));
  const runs = shown.map(({ id, state, message, resume, startedAt }): ChatRun => {
    const entries = events.get(id)!;
    // The state is older than the events: who follows a run that ended in between is told its end at once.
    const lastSeq = entries.at(-1)?.seq ?? 0;
    const said = joined(entries).map(({ event }) => event);
    return { id, state, message, resume, events: said, lastSeq, startedAt };
  });
  return { runs, ...(shown.length < rows.length && { from: shown[0].position }) };
}
