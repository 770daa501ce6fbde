import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type { ChatTranscript, RunStart } from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import type { EventStream } from '../sse/beginEvents';
import { frame } from '../sse/frame';
import type { AgentPatience } from './agentCall';
import { beginRun, noThread, type BeginDeps, type BegunRun } from './beginRun';
import { endDeadRuns } from './deadRuns';
import type { AgentEndpoint } from './endpoint';
import { told } from './history';
import { thisProcess } from './holder';
import { missing } from './journal';
import { usualLimits, type ChatLimits } from './limits';
import type { OpenElsewhere } from './openElsewhere';
import { OpenRuns } from './openRuns';
import { ReadTurns } from './readTurns';
import { Relay } from './relay';
import { whole } from './restated';
import { asKept, entryOfRecord, type EventRecord, type RunRow } from './records';
import type { Owner, Person } from './owner';
import type { ChatStore } from './store';
import { Threads } from './threads';
import { transcriptPage } from './transcript';
import { Unread } from './unread';
import { ChatWriter } from './writer';

/** Milliseconds. */
interface Rhythm {
  /** Between two signs of life of a process that relays. */
  heartbeat: number;
  /** Without a sign of life its runs count as broken off. */
  lease: number;
  /** Between two reads of a run that another replica relays. */
  poll: number;
}

/**
 * Of a run, read at once for one reader: as many rows as made up a piece the last time. Few at most: behind small ones may come
 * large ones, and each reader has what it was given in memory.
 */
const page = { first: 1, most: 8, characters: 64 * 1024 };

/** A run that this process relays, or whose end it has not been able to write. */
interface Live {
  relay: Relay;
  /** The answer is. */
  over: Promise<void>;
}

/** The runs that this process relays, and the way to those of other replicas. */
export class ChatRuns {
  readonly #store: ChatStore;
  readonly #logger: LoggerService;
  readonly #rhythm: Rhythm;
  readonly #limits: ChatLimits;
  readonly #patience?: AgentPatience;
  readonly #writer: ChatWriter;
  readonly #open: OpenRuns;
  readonly #elsewhere: OpenElsewhere;
  readonly #turns = new ReadTurns();
  readonly #begin: BeginDeps;
  readonly #unread: Unread;
  readonly #live = new Map<string, Live>();
  #timer: NodeJS.Timeout | undefined;
  #closing = false;

  constructor(deps: {
    store: ChatStore;
    logger: LoggerService;
    limits?: ChatLimits;
    rhythm?: Partial<Rhythm>;
    patience?: AgentPatience;
    unread?: Unread;
  }) {
    this.#store = deps.store;
    this.#logger = deps.logger;
    this.#patience = deps.patience;
    this.#unread = deps.unread ?? new Unread();
    this.#limits = deps.limits ?? usualLimits;
    this.#rhythm = { heartbeat: 2000, lease: 12_000, poll: 500, ...deps.rhythm };
    this.#writer = new ChatWriter(deps);
    this.#open = new OpenRuns(this.#limits.openRuns);
    this.#elsewhere = deps.store.openElsewhere(thisProcess);
    this.#begin = {
      store: deps.store,
      threads: new Threads(deps.store),
      longest: this.#limits.threadCharacters,
      lease: this.#rhythm.lease,
      settle: threadId => this.#settle(threadId),
    };
  }

  /** Ends the runs of dead processes, and goes on looking for them. */
  watch(): void {
    const turn = async () => {
      try {
        await this.#beat();
        await endDeadRuns(this.#store, this.#rhythm.lease);
      } catch (error) {
        this.#logger.warn(`Chat runs could not be looked after: ${error}`);
      }
      if (this.#closing && this.#live.size === 0) return;
      this.#timer = setTimeout(turn, this.#rhythm.heartbeat);
      this.#timer.unref();
    };
    void turn();
  }

  /** Lets this process's answers end within the grace, breaks off those that do not, and writes what has come. */
  async shutdown(): Promise<void> {
    this.#closing = true;
    const live = [...this.#live.values()];
    const grace = setTimeout(() => {
      for (const { relay } of live) relay.stop('shutdown');
    }, this.#limits.graceSeconds * 1000);
    await Promise.all(live.map(({ over }) => over));
    clearTimeout(grace);
    clearTimeout(this.#timer);
    await this.#writer.flush().catch(error => {
      this.#logger.error('What chats have said last could not be written', error);
    });
    this.#writer.stop();
  }

  /** A place among the answers that are open. @returns what gives it back @throws TooManyRunsError */
  place(person: Person): () => void {
    return this.#open.take(person);
  }

  /**
   * @param leave - gives its place back, once it is over or where it is not begun
   * @throws InputError, NotFoundError, ConflictError, ServiceUnavailableError, TooManyRunsError
   */
  async start(
    owner: Owner,
    at: AppLocation,
    way: () => Promise<AgentEndpoint>,
    asked: RunStart,
    leave = this.place(owner),
  ): Promise<Pick<BegunRun, 'run' | 'decided'>> {
    try {
      if (this.#closing)
        throw new ServiceUnavailableError('The portal is being restarted: ask again in a moment.');
      await this.#elsewhere.require(owner, count => this.#open.check(owner, count));
      const begun = await beginRun(this.#begin, owner, asked);
      this.#relay(begun, owner, at, way, leave);
      return begun;
    } catch (error) {
      leave();
      throw error;
    }
  }

  #relay(
    { run, history, chat, input, abandoning }: BegunRun,
    { entityRef, userRef, previews }: Person,
    at: AppLocation,
    way: () => Promise<AgentEndpoint>,
    leave: () => void,
  ): void {
    const deps = {
      writer: this.#writer,
      turns: this.#turns,
      logger: this.#logger,
      patience: this.#patience,
      longest: this.#limits.answerMinutes * 60_000,
      concluded: this.#unread.concluding({ runId: run.id, entityRef, userRef, previews }),
    };
    const relay = new Relay(deps, run, chat);
    const ending = relay.relay(at, way, input, abandoning).finally(leave);
    const over = ending.then(() => this.#begin.threads.ended(run, history, relay.chat, relay.kept));
    // Readers find the end here until they find it in the database.
    void ending.then(({ written }) => written).then(() => this.#live.delete(run.id));
    this.#live.set(run.id, { relay, over });
  }

  /** A person may write on as soon as the agent has said its last word, even if its connection lingers. */
  async #settle(threadId: string): Promise<void> {
    const own = [...this.#live.values()].filter(({ relay }) => relay.run.threadId === threadId);
    for (const { relay, over } of own) {
      if (!relay.said) continue;
      relay.stop();
      await over;
    }
    if (own.length > 0) await this.#writer.flush();
  }

  /** A part of a thread: its newest runs, or those before a position, with what has come of them so far. */
  async transcript(
    threadId: string,
    before?: number,
  ): Promise<Pick<ChatTranscript, 'runs' | 'earlier'>> {
    const own = [...this.#live.values()].some(({ relay }) => relay.run.threadId === threadId);
    if (own) await this.#writer.flush();
    const { runs, from } = await transcriptPage(this.#store, threadId, before);
    if (from === undefined) return { runs };
    const { messages } = await this.#toldBefore({ threadId, position: from });
    return { runs, earlier: { before: from, messageIds: messages.map(({ id }) => id) } };
  }

  /** The conversation before a run. */
  async #toldBefore({ threadId, position }: Pick<RunRow, 'threadId' | 'position'>) {
    const runs = await this.#store.runs(threadId);
    const earlier = runs.filter(run => run.position < position);
    return (await this.#begin.threads.told(threadId, earlier, 'earlier')).chat;
  }

  /** Hands on every event after `after`, as fast as the reader takes them, until the run ends or the reader leaves. */
  async follow(person: Person, run: RunRow, after: number, reader: EventStream): Promise<void> {
    let seen = after;
    let rows = page.first;
    while (!reader.left.aborted) {
      const feed = this.#live.get(run.id)?.relay.feed;
      const next = feed?.after(seen);
      if (feed && next !== 'behind') {
        if (next) {
          await reader.write(next.frames);
          seen = next.seq;
        } else if (feed.ended) {
          return;
        } else {
          await feed.more(reader.left);
        }
        continue;
      }
      // The state first: once it says ended, every event is there.
      const now = await this.#store.run(person, run.id);
      await this.#turns.next();
      const records = await this.#store.records(run.id, seen, rows);
      let length = 1;
      for (const record of records) {
        const json = asKept(record, seen) ?? (await this.#parted(run, record, seen));
        const text = frame({ id: record.seq, json });
        length += text.length;
        await reader.write(text);
        seen = record.seq;
      }
      const fit = Math.floor((records.length * page.characters) / length);
      rows = Math.min(Math.max(fit, 1), page.most);
      if (records.length > 0) continue;
      if (now?.state !== 'running') return;
      await new Promise(done => setTimeout(done, this.#rhythm.poll));
    }
  }

  /** What a reader who has everything up to `after` lacks of an event, as JSON. */
  async #parted(run: RunRow, record: EventRecord, after: number): Promise<string> {
    const { seq, event } = missing(entryOfRecord(record), after)!;
    const said =
      event.type === 'MESSAGES_SNAPSHOT' ? whole(event, await this.#toldUpTo(run, seq)) : event;
    return JSON.stringify(said);
  }

  /** The conversation as it was before an event of a run. */
  async #toldUpTo(run: RunRow, seq: number) {
    const entries = (await this.#store.events(run.id)).filter(entry => entry.seq < seq);
    const { message } = run;
    const chat = await this.#toldBefore(run);
    const events = entries.map(({ event }) => event);
    return told([{ message, events }], { chat, asked: [] }).chat;
  }

  /** Stops one run, here or on the replica that relays it. */
  async stop(run: RunRow): Promise<void> {
    const live = this.#live.get(run.id);
    if (!live) {
      await this.#store.requestStop(run.id);
      return;
    }
    live.relay.stop();
    await live.over;
  }

  /** Deletes a conversation. @throws NotFoundError, ConflictError while an answer in it is open */
  async forget(person: Person, threadId: string): Promise<void> {
    const attempt = async () => {
      await this.#settle(threadId);
      return this.#store.deleteThread(person, threadId);
    };
    let outcome = await attempt();
    if (outcome === 'open') {
      await endDeadRuns(this.#store, this.#rhythm.lease);
      outcome = await attempt();
    }
    if (outcome === 'unknown') throw noThread(person, threadId);
    if (outcome === 'open') {
      throw new ConflictError(
        'An answer still streams in this chat: stop it, or wait for its end, and delete it then.',
      );
    }
    this.#begin.threads.forget(threadId);
  }

  async #beat(): Promise<void> {
    if (this.#live.size === 0) return;
    const stop = await this.#store.heartbeat(thisProcess, [...this.#live.keys()]);
    for (const id of stop) this.#live.get(id)?.relay.stop();
  }
}
