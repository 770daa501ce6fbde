import type { RunAgentInput } from '@ag-ui/core';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  applyEvent,
  cancelled,
  isDelta,
  ProtocolViolation,
  runErrors,
  runState,
  type AgentEvent,
  type Chat,
  type RunErrorCode,
  type RunState,
} from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import { abandon } from './abandon';
import { callAgent, type AgentPatience } from './agentCall';
import type { AgentEndpoint } from './endpoint';
import { Feed } from './feed';
import type { ReadTurns } from './readTurns';
import { AgentRefusal } from './refusal';
import { asAgents, restated } from './restated';
import type { RunRow } from './records';
import type { ChatWriter, Pen } from './writer';

/** Milliseconds that an agent may keep its answer open after its last word. */
const afterword = 2000;
/** Reads of an answer that wait for no turn: its first words come at once. */
const firstReads = 8;

export interface RelayDeps {
  writer: ChatWriter;
  turns: ReadTurns;
  logger: LoggerService;
  patience?: AgentPatience;
  /** Milliseconds that an answer may take. */
  longest: number;
  /** How it ended, while its readers still read. */
  concluded?(state: RunState): void;
}

/**
 * One run from the agent to the database and to whoever reads. It goes on when nobody does. Every event is held against
 * the protocol before it is numbered, and what is numbered is what the protocol makes of it (chunks as what they stand
 * for, unknown parts gone), so that what is kept can always be folded.
 */
export class Relay {
  readonly run: RunRow;
  readonly feed = new Feed();
  readonly #deps: RelayDeps;
  readonly #abort = new AbortController();
  readonly #stopped = new Promise<void>(done => {
    this.#abort.signal.addEventListener('abort', () => done());
  });
  readonly #pen: Pen;
  #grace: NodeJS.Timeout | undefined;
  #ending: 'stop' | 'shutdown' | 'late' | undefined;
  #chat: Chat;
  #kept = 0;
  #reads = 0;

  /** @param chat - the conversation before, the question included */
  constructor(deps: RelayDeps, run: RunRow, chat: Chat) {
    this.#deps = deps;
    this.run = run;
    this.#chat = chat;
    this.#pen = deps.writer.open(run, seq => this.feed.saved(seq));
  }

  /**
   * Ends with the run, whatever becomes of it.
   * @param abandoning - the run that abandons, before this one, what the agent asked and the person went past
   * @returns what resolves once the end is written, which takes as long as the database is away
   */
  async relay(
    at: AppLocation,
    way: () => Promise<AgentEndpoint>,
    input: RunAgentInput,
    abandoning?: RunAgentInput,
  ): Promise<{ written: Promise<void> }> {
    let failure: unknown;
    const { patience, longest } = this.#deps;
    const options = { signal: this.#abort.signal, patience };
    const late = setTimeout(() => this.stop('late'), longest);
    try {
      if (abandoning) await abandon(at, await way(), abandoning, options);
      await callAgent(at, await way(), input, data => this.#take(data), {
        ...options,
        room: () => this.#hasRoom(),
      });
    } catch (error) {
      failure = error;
    }
    clearTimeout(late);
    clearTimeout(this.#grace);
    const state = this.#concluded(at, failure);
    this.#deps.concluded?.(state);
    this.feed.end();
    return { written: this.#pen.end({ state, at: new Date().toISOString() }) };
  }

  /** The conversation with what has come of this run so far. */
  get chat(): Chat {
    return this.#chat;
  }

  /** Characters of it as it is kept, where deltas that follow each other are one. */
  get kept(): number {
    return this.#kept;
  }

  /** Whether the agent has said its last word; its answer may still be open. */
  get said(): boolean {
    return this.#chat.run !== undefined && this.#chat.run.state !== 'running';
  }

  /** Stops the agent's answer; what has come is kept. */
  stop(why: 'stop' | 'shutdown' | 'late' = 'stop'): void {
    this.#ending ??= why;
    this.#abort.abort();
  }

  /** A database that does not keep up makes the agent wait, and so do many other answers. */
  #hasRoom(): Promise<unknown> | undefined {
    if (this.#pen.isFull()) return Promise.race([this.#pen.room(), this.#stopped]);
    this.#reads += 1;
    return this.#reads > firstReads ? this.#deps.turns.next() : undefined;
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
    const before = this.#chat;
    const delivered: AgentEvent[] = [];
    this.#chat = applyEvent(before, asAgents(event), one => delivered.push(one));
    for (const one of delivered) {
      const seq = this.feed.push(one);
      const kept = restated(one, before);
      const length = kept === one ? this.feed.newestLength : JSON.stringify(kept).length;
      this.#pen.add({ seq, event: kept }, length);
      this.#kept += isDelta(one.type) ? String(kept.delta).length : length;
    }
  }

  /** Last words that cannot be said in this order either are a failure like any other: each run ends. */
  #concluded(at: AppLocation, failure: unknown): RunState {
    try {
      return this.#conclude(at, failure);
    } catch (error) {
      this.#ending = undefined;
      return this.#conclude(at, error);
    }
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
    if (this.#ending === 'late') {
      const minutes = Math.round(this.#deps.longest / 60_000);
      const why = `The answer of ${at.entityRef} was stopped after ${minutes} minutes, the longest that the portal waits. What had arrived is kept.`;
      return fail(runErrors.tooLong, why, 'failed');
    }
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
}

/** What a reader is told of a run whose portal process ended. */
export const interrupted =
  'The portal was restarted while this answer streamed. What had arrived is kept; try again.';
