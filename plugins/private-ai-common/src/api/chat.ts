import type { BaseEvent } from '@ag-ui/core';

/** How a run ended, or that it goes on. `interrupted`: the portal or the agent broke off; what had arrived is kept. */
export type RunState = 'running' | 'finished' | 'failed' | 'stopped' | 'interrupted';

/**
 * Body of `POST /apps/:kind/:namespace/:name/runs` (permission `private-ai.chat.use`). Answers `text/event-stream`:
 * AG-UI events, each with `id: <seq>`; the first is a CUSTOM event `private-ai.run` with value {@link RunStarted}.
 * The run goes on when the browser leaves.
 */
export interface RunStart {
  /** A new thread when left out. */
  threadId?: string;
  /** What the person wrote. Left out with `retryOf`. */
  message?: string;
  /** Id of the message as the browser shows it already. */
  messageId?: string;
  /** Runs the last question again in place of this run. */
  retryOf?: string;
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

/** One question and what came of it. */
export interface ChatRun {
  id: string;
  state: RunState;
  /** The question, as an AG-UI user message. */
  message: { id: string; role: 'user'; content: string };
  /** What had arrived, deltas of one message joined; fold it with the chat's reducer. */
  events: BaseEvent[];
  /** Pass as `after` to go on from here. */
  lastSeq: number;
  startedAt: string;
}

/**
 * `GET /apps/…/threads/:threadId` → a thread with its runs, oldest first. `GET /apps/…/runs/:runId/events?after=<seq>`
 * goes on with a run that is `running` (same stream as the POST); `POST /apps/…/runs/:runId/stop` stops it.
 */
export interface ChatTranscript extends ChatThread {
  runs: ChatRun[];
}
