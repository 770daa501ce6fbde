import type { ResumeEntry } from '@ag-ui/core';

/**
 * How a run ended, or that it goes on. `waiting`: the agent asks for answers (such as an approval) before it goes on; what
 * became of that, the thread's next run says. `interrupted`: the portal or the agent broke off; what had arrived is kept.
 */
export type RunState = 'running' | 'waiting' | 'finished' | 'failed' | 'stopped' | 'interrupted';

/** An event as an agent sent it: of any type, perhaps of a later protocol's, with any fields. */
export interface AgentEvent {
  type: string;
  [field: string]: unknown;
}

/** An event of a run with its number; numbers begin with 1 and leave no gap. */
export interface Numbered {
  seq: number;
  event: AgentEvent;
}

/**
 * Body of `POST /apps/:kind/:namespace/:name/runs` (permission `private-ai.chat.use`). Answers `text/event-stream`:
 * AG-UI events, each with `id: <seq>`; the first is the portal's own, which tells {@link RunStarted} (`runEvent`).
 * The run goes on when the browser leaves. Who may not read on any more is told so by `event: refused` with an error.
 */
export interface RunStart {
  /** A new thread when left out. */
  threadId?: string;
  /** What the person wrote. Left out with `retryOf` and `resume`. */
  message?: string;
  /** Id of the message as the browser shows it already. */
  messageId?: string;
  /** Runs the last question again in place of this run. */
  retryOf?: string;
  /**
   * Answers every interrupt that the thread's last run waits for, and goes on; `threadId` names the thread. An approval is
   * `{ interruptId, status: 'resolved', payload: { approved: true } }`, its refusal the same with `false`. Writing on
   * (`message`) instead abandons what was asked.
   */
  resume?: ResumeEntry[];
}
/** Of the 429 (with `retry-after`) that refuses a run: so many answers stream already, of whom or in what. */
export interface TooManyRuns {
  limit: 'user' | 'app' | 'process';
  most: number;
}
export interface RunStarted {
  threadId: string;
  runId: string;
}

/** `GET /apps/…/threads` → `{ items: ChatThread[] }`: the caller's own, newest first. */
export interface ChatThread {
  id: string;
  /** The first question, shortened. */
  title: string;
  createdAt: string;
  updatedAt: string;
}

/** One question, or the answers to what the run before asked, and what came of it. */
export interface ChatRun {
  id: string;
  state: RunState;
  /** The question, as an AG-UI user message; left out where the run goes on with `resume`. */
  message?: { id: string; role: 'user'; content: string };
  resume?: ResumeEntry[];
  /** What had arrived, deltas of one message joined; fold it with the chat's reducer. */
  events: AgentEvent[];
  /** Pass as `after` to go on from here. */
  lastSeq: number;
  startedAt: string;
}

/**
 * `GET /apps/…/threads/:threadId?before=<earlier.before>` → a thread with its newest runs, or those before, oldest first. `GET /apps/…/runs/:runId/events?after=<seq>`
 * goes on with a run that is `running` (same stream as the POST); `POST /apps/…/runs/:runId/stop` stops it. `DELETE
 * /apps/…/threads/:threadId` deletes the thread, but for while an answer in it streams (409).
 */
export interface ChatTranscript extends ChatThread {
  runs: ChatRun[];
  /** Where there are earlier runs: what to ask for them with, and the ids of what was said in them. */
  earlier?: { before: number; messageIds: string[] };
}
