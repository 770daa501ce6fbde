import { LRUCache } from 'lru-cache';
import type { Chat } from '@private-ai/plugin-private-ai-common';
import { told, toldOf, type Told } from './history';
import type { RunRow } from './records';
import type { ChatStore } from './store';

/** Characters of conversations that are held folded; the ones asked longest ago go. */
const held = 64 * 1024 * 1024;
/** Milliseconds: what another replica has deleted meanwhile is not held for longer. */
const longest = 3_600_000;

/** A conversation, folded. */
export interface FoldedThread extends Told {
  /** The runs that it is folded of, oldest first. */
  runs: readonly string[];
  /** Characters that were folded. */
  length: number;
}

type Part = Pick<RunRow, 'id' | 'message'>;

const nothing: FoldedThread = { ...told([]), runs: [], length: 0 };

/** Conversations as their runs have made them; each run is folded once, and not again at each question. */
export class Threads {
  readonly #store: Pick<ChatStore, 'eventsOf' | 'lengths'>;
  readonly #folded = new LRUCache<string, FoldedThread>({
    maxSize: held,
    sizeCalculation: ({ length }) => length + 1,
    ttl: longest,
    ttlAutopurge: true,
  });

  constructor(store: Pick<ChatStore, 'eventsOf' | 'lengths'>) {
    this.#store = store;
  }

  /**
   * @param runs - of the thread, oldest first, all ended
   * @param part - what is asked for again and again of one thread grows by itself, and is held by itself
   */
  async told(
    threadId: string,
    runs: readonly Part[],
    part: 'whole' | 'earlier' = 'whole',
  ): Promise<FoldedThread> {
    const key = `${threadId} ${part}`;
    const known = this.#folded.get(key);
    const before = known && isBeginning(known.runs, runs) ? known : nothing;
    const rest = runs.slice(before.runs.length);
    if (rest.length === 0) return before;
    const ids = rest.map(({ id }) => id);
    const [events, lengths] = [await this.#store.eventsOf(ids), await this.#store.lengths(ids)];
    const now = told(
      rest.map(({ id, message }) => ({
        message,
        events: events.get(id)!.map(({ event }) => event),
      })),
      before,
    );
    const length = ids.reduce((sum, id) => sum + (lengths.get(id) ?? 0), before.length);
    const folded = { ...now, runs: [...before.runs, ...ids], length };
    this.#folded.set(key, folded);
    return folded;
  }

  /** It was deleted. */
  forget(threadId: string): void {
    this.#folded.delete(`${threadId} whole`);
    this.#folded.delete(`${threadId} earlier`);
  }

  /**
   * What a run that ended here has made of it.
   * @param length - characters of the run
   */
  ended(run: Part & { threadId: string }, before: FoldedThread, chat: Chat, length: number): void {
    this.#folded.set(`${run.threadId} whole`, {
      ...toldOf(chat, before),
      runs: [...before.runs, run.id],
      length: before.length + length,
    });
  }
}

const isBeginning = (ids: readonly string[], runs: readonly Part[]) =>
  ids.length <= runs.length && ids.every((id, at) => runs[at].id === id);
