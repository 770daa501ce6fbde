import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  runErrors,
  runState,
  type AgentEvent,
  type ChatRun,
  type RunStart,
} from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import type { AgentPatience } from './agentCall';
import { answersTo, questionOf, titleOf } from './asked';
import type { AgentEndpoint } from './endpoint';
import { begun, told, type Told } from './history';
import { isDead, thisProcess } from './holder';
import { abandoningOf, inputOf } from './inputs';
import { entryOf, joined, missing } from './journal';
import { interrupted, Relay, type Listener } from './relay';
import type { ChatStore, Owner, RunRow } from './store';

/** Milliseconds. */
interface Rhythm {
  /** Between two signs of life of a process that relays. */
  heartbeat: number;
  /** Without a sign of life its runs count as broken off. */
  lease: number;
  /** Between two reads of a run that another replica relays. */
  poll: number;
}

const isResult = ({ type }: AgentEvent) => type === 'TOOL_CALL_RESULT';

/** The runs that this process relays, and the way to those of other replicas. */
export class ChatRuns {
  readonly #store: ChatStore;
  readonly #logger: LoggerService;
  readonly #rhythm: Rhythm;
  readonly #patience?: AgentPatience;
  readonly #live = new Map<string, { relay: Relay; done: Promise<void> }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: {
    store: ChatStore;
    logger: LoggerService;
    rhythm?: Partial<Rhythm>;
    patience?: AgentPatience;
  }) {
    this.#store = deps.store;
    this.#logger = deps.logger;
    this.#patience = deps.patience;
    this.#rhythm = { heartbeat: 2000, lease: 12_000, poll: 500, ...deps.rhythm };
  }

  /** Ends the runs of dead processes, and goes on looking for them. */
  watch(): void {
    const turn = async () => {
      try {
        await this.#beat();
        await this.sweep();
      } catch (error) {
        this.#logger.warn(`Chat runs could not be looked after: ${error}`);
      }
      this.#timer = setTimeout(turn, this.#rhythm.heartbeat);
      this.#timer.unref();
    };
    void turn();
  }

  /** Ends this process's runs as interrupted. */
  async shutdown(): Promise<void> {
    clearTimeout(this.#timer);
    const live = [...this.#live.values()];
    for (const { relay } of live) relay.stop('shutdown');
    await Promise.all(live.map(({ done }) => done));
  }

  /** @throws InputError, NotFoundError, ConflictError */
  async start(
    owner: Owner,
    at: AppLocation,
    way: () => Promise<AgentEndpoint>,
    asked: RunStart,
  ): Promise<RunRow> {
    const now = new Date().toISOString();
    const retried = asked.retryOf ? await this.#retried(owner, asked.retryOf) : undefined;
    const { message, resume }: Pick<RunRow, 'message' | 'resume'> =
      retried ?? (asked.resume ? { resume: asked.resume } : { message: questionOf(asked) });
    const threadId = retried?.threadId ?? asked.threadId ?? randomUUID();
    if (message && !retried && !asked.threadId) {
      await this.#store.createThread(owner, { id: threadId, title: titleOf(message.content), now });
    } else if (!(await this.#store.thread(owner, threadId))) {
      throw new NotFoundError(`You have no chat ${threadId} with ${owner.entityRef}.`);
    }
    await this.sweep();
    await this.#settled(threadId);
    // Before the thread is read: a run that begins in between takes the place, and this one is refused.
    const position = await this.#store.nextPosition(threadId);
    const all = await this.#store.runs(threadId);
    if (all.some(({ state }) => state === 'running')) {
      throw new ConflictError(
        'An answer still streams in this chat: stop it, or wait for its end.',
      );
    }
    const before = all.filter(({ id }) => id !== retried?.id);
    const history = await this.#told(before);
    if (asked.resume) answersTo(history.asked, asked.resume, before.at(-1));
    const run: RunRow = {
      id: randomUUID(),
      threadId,
      position,
      state: 'running',
      message,
      resume,
      startedAt: now,
      holder: thisProcess,
    };
    // What is asked again in its place may have left the agent asking.
    const past = retried && message ? await this.#told(all) : history;
    const input = inputOf(run, history);
    const abandoning = message && abandoningOf(run, past);
    if (!(await this.#store.createRun(run, retried?.id))) {
      throw new ConflictError('This chat went on at the same moment somewhere else: look at it.');
    }
    const relay = new Relay(
      { store: this.#store, logger: this.#logger, patience: this.#patience },
      run,
      begun(history.chat, message),
    );
    const done = relay.relay(at, way, input, abandoning).finally(() => this.#live.delete(run.id));
    this.#live.set(run.id, { relay, done });
    return run;
  }

  /** A person may write on as soon as the agent has said its last word, even if its connection lingers. */
  async #settled(threadId: string): Promise<void> {
    for (const { relay, done } of this.#live.values()) {
      if (relay.run.threadId !== threadId || !relay.said) continue;
      relay.stop();
      await done;
    }
  }

  async #retried(owner: Owner, id: string): Promise<RunRow> {
    const run = await this.#store.run(owner, id);
    if (!run) throw new NotFoundError(`You have no run ${id} with ${owner.entityRef}.`);
    const last = (await this.#store.runs(run.threadId)).at(-1);
    if (last?.id !== id) throw new InputError("Only a chat's last question can be asked again.");
    // An agent that was started anew meanwhile, or another of its pods, would do it twice.
    if (run.resume && (await this.#store.events(id)).some(({ event }) => isResult(event))) {
      throw new ConflictError(
        'What you answered was acted on before the answer broke off: write on instead of answering again.',
      );
    }
    return run;
  }

  async #told(runs: readonly Pick<RunRow, 'id' | 'message'>[]): Promise<Told> {
    const withEvents = async ({ id, message }: Pick<RunRow, 'id' | 'message'>) => {
      const entries = await this.#store.events(id);
      return { message, events: entries.map(({ event }) => event) };
    };
    return told(await Promise.all(runs.map(withEvents)));
  }

  /** A thread's runs with what has come of them so far. */
  async transcript(threadId: string): Promise<ChatRun[]> {
    const runs = await this.#store.runs(threadId);
    return Promise.all(
      runs.map(async ({ id, state, message, resume, startedAt }) => {
        await this.#live.get(id)?.relay.flush();
        const entries = await this.#store.events(id);
        // The state is older than the events: who follows a run that ended in between is told its end at once.
        const lastSeq = entries.at(-1)?.seq ?? 0;
        return {
          id,
          state,
          message,
          resume,
          events: joined(entries).map(({ event }) => event),
          lastSeq,
          startedAt,
        };
      }),
    );
  }

  /** Hands on every event after `after`, until the run ends or the reader leaves. */
  async follow(owner: Owner, run: RunRow, after: number, listener: Listener, signal: AbortSignal) {
    const live = this.#live.get(run.id);
    if (live) {
      const leave = live.relay.listen(after, listener);
      const left = new Promise<void>(done => signal.addEventListener('abort', () => done()));
      await Promise.race([live.done, left]);
      leave();
      return;
    }
    let seen = after;
    while (!signal.aborted) {
      // The state first: once it says ended, every event is there.
      const now = await this.#store.run(owner, run.id);
      for (const entry of await this.#store.events(run.id, seen)) {
        const numbered = missing(entry, seen);
        if (numbered) listener(numbered);
        seen = entry.seq;
      }
      if (now?.state !== 'running') return;
      await new Promise(done => setTimeout(done, this.#rhythm.poll));
    }
  }

  /** Stops one run, here or on the replica that relays it. */
  async stop(run: RunRow): Promise<void> {
    const live = this.#live.get(run.id);
    if (!live) {
      await this.#store.requestStop(run.id);
      return;
    }
    live.relay.stop();
    await live.done;
  }

  async #beat(): Promise<void> {
    if (this.#live.size === 0) return;
    const stop = await this.#store.heartbeat(thisProcess);
    for (const id of stop) this.#live.get(id)?.relay.stop();
  }

  /** Ends the runs whose process is gone; those of a replica that lives are left alone. */
  async sweep(): Promise<void> {
    for (const run of await this.#store.running()) {
      if (this.#live.has(run.id) || run.holder === thisProcess) continue;
      if (!isDead(run.holder) && run.silence < this.#rhythm.lease) continue;
      const entries = await this.#store.events(run.id);
      const state = runState(told([{ events: entries.map(({ event }) => event) }]).chat.run);
      const seq = (entries.at(-1)?.seq ?? 0) + 1;
      const event = { type: 'RUN_ERROR', message: interrupted, code: runErrors.interrupted };
      const said = state !== 'running';
      const words = said ? [] : [entryOf({ seq, event })];
      await this.#store.bury(run, said ? state : 'interrupted', words, new Date().toISOString());
    }
  }
}
