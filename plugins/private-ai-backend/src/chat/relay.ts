import type { RunAgentInput } from '@ag-ui/core';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  applyEvent,
  cancelled,
  ProtocolViolation,
  runErrors,
  runState,
  type AgentEvent,
  type Chat,
  type Numbered,
  type RunErrorCode,
  type RunState,
} from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import { abandon } from './abandon';
import { callAgent, type AgentPatience } from './agentCall';
import type { AgentEndpoint } from './endpoint';
import { entryOf } from './journal';
import { AgentRefusal } from './refusal';
import type { ChatStore, RunRow } from './store';

/** Milliseconds between two writes of a run's events. */
const flushInterval = 250;
/** Milliseconds that an agent may keep its answer open after its last word. */
const afterword = 2000;

export interface RelayDeps {
  store: ChatStore;
  logger: LoggerService;
  patience?: AgentPatience;
}

export type Listener = (numbered: Numbered) => void;

/**
 * One run from the agent to the database and to whoever listens. It goes on when nobody does. Every event is held
 * against the protocol before it is numbered, so that what is kept can always be folded.
 */
export class Relay {
  readonly run: RunRow;
  readonly #deps: RelayDeps;
  readonly #abort = new AbortController();
  readonly #listeners = new Set<Listener>();
  readonly #events: Numbered[] = [];
  #saved = 0;
  #saving = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #grace: NodeJS.Timeout | undefined;
  #ending: 'stop' | 'shutdown' | undefined;
  #chat: Chat;

  /** @param chat - the conversation before, the question included */
  constructor(deps: RelayDeps, run: RunRow, chat: Chat) {
    this.#deps = deps;
    this.run = run;
    this.#chat = chat;
  }

  /**
   * Ends with the run, whatever becomes of it.
   * @param abandoning - the run that abandons, before this one, what the agent asked and the person went past
   */
  async relay(
    at: AppLocation,
    way: () => Promise<AgentEndpoint>,
    input: RunAgentInput,
    abandoning?: RunAgentInput,
  ): Promise<void> {
    let failure: unknown;
    const options = { signal: this.#abort.signal, patience: this.#deps.patience };
    try {
      if (abandoning) await abandon(at, await way(), abandoning, options);
      await callAgent(at, await way(), input, data => this.#take(data), options);
    } catch (error) {
      failure = error;
    }
    clearTimeout(this.#grace);
    const state = this.#conclude(at, failure);
    await this.#finish(state);
  }

  /** Calls back for every event after `after`, those that have come first. */
  listen(after: number, listener: Listener): () => void {
    for (const numbered of this.#events.slice(Math.max(after, 0))) listener(numbered);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether the agent has said its last word; its answer may still be open. */
  get said(): boolean {
    return this.#chat.run !== undefined && this.#chat.run.state !== 'running';
  }

  /** Stops the agent's answer; what has come is kept. */
  stop(why: 'stop' | 'shutdown' = 'stop'): void {
    this.#ending ??= why;
    this.#abort.abort();
  }

  /** Writes what has come. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving = this.#saving.then(async () => {
      const upTo = this.#events.length;
      const entries = this.#events.slice(this.#saved, upTo).map(entryOf);
      await this.#deps.store.append(this.run.id, entries);
      this.#saved = upTo;
    });
    const done = this.#saving;
    // What could not be written is tried again with the next batch.
    this.#saving = done.catch(error => {
      this.#deps.logger.warn(`Events of chat run ${this.run.id} could not be written: ${error}`);
    });
    return done;
  }

  #take(data: string): void {
    let event: AgentEvent;
    try {
      event = JSON.parse(data);
    } catch {
      throw new ProtocolViolation('malformed', 'A frame is not JSON.');
    }
    this.#emit(event);
    clearTimeout(this.#grace);
    if (this.said) {
      this.#grace = setTimeout(() => this.#abort.abort(), afterword);
    }
  }

  #emit(event: AgentEvent): void {
    this.#chat = applyEvent(this.#chat, event);
    const numbered = { seq: this.#events.length + 1, event };
    this.#events.push(numbered);
    for (const listener of this.#listeners) listener(numbered);
    this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), flushInterval);
  }

  /** The last words, where the agent did not say them. */
  #conclude(at: AppLocation, failure: unknown): RunState {
    const ended = this.said;
    if (this.#ending === 'stop' && !ended) {
      const { threadId, id: runId } = this.run;
      for (const event of cancelled(this.#chat, { threadId, runId })) this.#emit(event);
      return 'stopped';
    }
    if (ended) return runState(this.#chat.run);
    const fail = (code: RunErrorCode, message: string, state: RunState) => {
      this.#emit({ type: 'RUN_ERROR', message, code });
      return state;
    };
    if (this.#ending === 'shutdown') return fail(runErrors.interrupted, interrupted, 'interrupted');
    if (failure instanceof AgentRefusal) return fail(failure.code, failure.message, 'failed');
    if (failure instanceof ProtocolViolation) {
      const why = `The agent of ${at.entityRef} does not keep to the AG-UI protocol: ${failure.message}`;
      return fail(runErrors.violation, why, 'failed');
    }
    if (failure) {
      this.#deps.logger.error(
        `Chat run ${this.run.id} of ${at.entityRef} failed`,
        failure as Error,
      );
      const reason = failure instanceof Error ? failure.message : 'an unknown reason';
      return fail(runErrors.portal, `The question could not be passed on: ${reason}`, 'failed');
    }
    return fail(
      runErrors.cut,
      `The agent of ${at.entityRef} broke off before its answer was complete. What had arrived is kept; try again.`,
      'interrupted',
    );
  }

  async #finish(state: RunState): Promise<void> {
    try {
      // A database that is away for a moment must not cost the answer.
      await this.flush().catch(() => pause(1000).then(() => this.flush()));
      await this.#deps.store.end(this.run, state, new Date().toISOString());
    } catch (error) {
      this.#deps.logger.error(
        `The end of chat run ${this.run.id} could not be written`,
        error as Error,
      );
    }
    this.#listeners.clear();
  }
}

/** What a reader is told of a run whose portal process ended. */
export const interrupted =
  'The portal was restarted while this answer streamed. What had arrived is kept; try again.';

const pause = (milliseconds: number) => new Promise<void>(done => setTimeout(done, milliseconds));
