import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Numbered } from '@private-ai/plugin-private-ai-common';
import { entryOf, joined, type Kept } from './journal';
import type { Joining } from './rejoined';
import type { ChatStore } from './store';

/** Milliseconds between two transactions, before one that ends a run, and before one that failed is tried again. */
const rhythm = { write: 125, end: 100, again: 1000 };
/** Of one transaction: a database that writes in this very thread is not to hold it long. */
const most = { events: 5_000, characters: 1024 * 1024 };
/** Parts of runs that are over, joined between two transactions of those that are not. */
const joinedAtOnce = 8;
/** Characters that wait to be written, of one run and of all: above it the agents wait, too. */
const patience = { run: 1024 * 1024, process: 16 * 1024 * 1024 };

interface Waiting {
  holder: string;
  events: { numbered: Numbered; length: number }[];
  end?: Kept['end'];
  /** Called with the number of the newest event that is written. */
  saved: (seq: number, length: number) => void;
  ended: (() => void)[];
}

/** Writes one run. */
export interface Pen {
  /** @param length - characters */
  add(event: Numbered, length: number): void;
  isFull(): boolean;
  /** Resolves when there is room for more. */
  room(): Promise<void>;
  /** Resolves once the end is written, with everything before it. */
  end(end: NonNullable<Kept['end']>): Promise<void>;
}

/**
 * The one writer of a process: whatever streams, the database gets a few transactions a second. What cannot be written
 * waits, in order, until it can; nothing is given up while the process lives.
 */
export class ChatWriter {
  readonly #store: Pick<ChatStore, 'keep' | 'rejoin'>;
  readonly #logger: LoggerService;
  readonly #waiting = new Map<string, Waiting>();
  /** Begun, and perhaps failed: it is written again as it is, since it may have got there. */
  #batch: { kept: Kept[]; written: () => void } | undefined;
  #writing: Promise<void> | undefined;
  /** Characters that wait, the batch's included. */
  #length = 0;
  /** Runs that are over and written, and not yet joined. */
  #over: Joining[] = [];
  /** Who waits for the next batch. */
  #next: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #turning = false;
  /** A run has ended since the last turn. */
  #hurries = false;

  constructor(deps: { store: Pick<ChatStore, 'keep' | 'rejoin'>; logger: LoggerService }) {
    this.#store = deps.store;
    this.#logger = deps.logger;
  }

  /** @param saved - called with the number of the newest event that is written */
  open({ id: runId, holder }: { id: string; holder: string }, saved: (seq: number) => void): Pen {
    let unwritten = 0;
    const waiting = () => {
      const known = this.#waiting.get(runId);
      if (known) return known;
      const written: Waiting['saved'] = (seq, length) => {
        unwritten -= length;
        saved(seq);
      };
      const fresh: Waiting = { holder, events: [], saved: written, ended: [] };
      this.#waiting.set(runId, fresh);
      return fresh;
    };
    const isFull = () => unwritten > patience.run || this.#length > patience.process;
    return {
      isFull,
      add: (numbered, length) => {
        waiting().events.push({ numbered, length });
        unwritten += length;
        this.#length += length;
        this.#soon();
      },
      room: async () => {
        while (isFull()) await new Promise<void>(done => void this.#next.push(done));
      },
      end: end =>
        new Promise(done => {
          const own = waiting();
          own.end = end;
          own.ended.push(done);
          this.#sooner();
        }),
    };
  }

  /**
   * Writes what has come until now.
   * @throws what the database says; it stays to be written
   */
  async flush(): Promise<void> {
    // The one under way may have begun before the newest came.
    await this.#writing?.catch(() => undefined);
    if (this.#batch) await this.#write();
    // What waits now, and not what comes meanwhile.
    const last = new Map([...this.#waiting].map(([id, { events }]) => [id, events.at(-1)]));
    const waits = ([id, event]: [string, Waiting['events'][number] | undefined]) => {
      const now = this.#waiting.get(id);
      return now !== undefined && (event === undefined || now.events.includes(event));
    };
    while ([...last].some(waits)) await this.#write();
  }

  /** Stops looking for more; what waits is lost with the process unless {@link ChatWriter.flush} was waited for. */
  stop(): void {
    this.#over = [];
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** At the next turn; one that is under way plans the next itself. */
  #soon(pause = rhythm.write): void {
    if (!this.#turning) this.#timer ??= setTimeout(() => void this.#turn(), pause);
  }

  /** Brings the next turn nearer, once: not each end has one of its own. */
  #sooner(): void {
    if (!this.#hurries && !this.#batch) this.#wait();
    this.#hurries = true;
    this.#soon(rhythm.end);
  }

  async #turn(): Promise<void> {
    this.#timer = undefined;
    this.#turning = true;
    let failed = false;
    try {
      await this.#write();
    } catch (error) {
      failed = true;
      this.#logger.warn(`Chats could not be written, which is tried again: ${error}`);
    }
    if (!failed) await this.#rejoin();
    this.#turning = false;
    if (failed) this.#soon(rhythm.again);
    else if (this.#waiting.size > 0 || this.#over.length > 0)
      this.#soon(this.#hurries ? rhythm.end : rhythm.write);
  }

  /** What this fails at stays as it was, which reads the same. */
  async #rejoin(): Promise<void> {
    for (const joining of this.#over.splice(0, joinedAtOnce)) {
      try {
        const rest = await this.#store.rejoin(joining);
        if (rest) this.#over.push(rest);
      } catch (error) {
        this.#logger.warn(`Chat run ${joining.runId} is kept in more rows than it needs: ${error}`);
      }
    }
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeBatch().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #writeBatch(): Promise<void> {
    this.#batch ??= this.#take();
    if (!this.#batch) return;
    await this.#store.keep(this.#batch.kept);
    const { written } = this.#batch;
    this.#batch = undefined;
    written();
    const next = this.#next;
    this.#next = [];
    for (const done of next) done();
  }

  #take() {
    this.#hurries = false;
    const kept: Kept[] = [];
    const after: (() => void)[] = [];
    const left = { ...most };
    for (const [runId, waiting] of this.#waiting) {
      if (left.events <= 0 || left.characters <= 0) break;
      const events = beginning(waiting.events, left);
      const length = events.reduce((sum, one) => sum + one.length, 0);
      left.events -= events.length;
      left.characters -= length;
      const whole = waiting.events.length === 0;
      if (whole) this.#waiting.delete(runId);
      const end = whole ? waiting.end : undefined;
      const { holder } = waiting;
      kept.push({ runId, holder, entries: joined(events.map(one => entryOf(one.numbered))), end });
      const last = events.at(-1)?.numbered.seq;
      after.push(() => {
        this.#length -= length;
        if (last !== undefined) waiting.saved(last, length);
        if (!end) return;
        this.#over.push({ runId, after: 0 });
        for (const done of waiting.ended) done();
      });
    }
    if (kept.length === 0) return undefined;
    return { kept, written: () => after.forEach(tell => tell()) };
  }
}

/** Takes as many from the front as fit, and one at least. */
function beginning(events: Waiting['events'], left: typeof most): Waiting['events'] {
  let characters = 0;
  const end = events.findIndex(({ length }, at) => {
    characters += length;
    return at > 0 && (at >= left.events || characters > left.characters);
  });
  return events.splice(0, end < 0 ? events.length : end);
}
