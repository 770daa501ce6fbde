import type {
  AssistantMessage,
  BaseEvent,
  Message,
  ReasoningMessage,
  ToolMessage,
} from '@ag-ui/core';
import {
  addMessage,
  applyEvent,
  initialChat,
  type Chat,
  type ChatRun,
  type RunState,
} from '@private-ai/plugin-private-ai-common';

/** One question and what has come of it so far. Immutable. */
export interface Turn {
  /** The same from the question on, when the run has no id yet. */
  readonly key: string;
  /** Once the server has said so. */
  readonly runId?: string;
  /** The run that this one was to replace; it still stands on the server until {@link Turn.runId} is known. */
  readonly replaces?: string;
  readonly question: ChatRun['message'];
  readonly state: RunState;
  readonly chat: Chat;
  /** What was said before the question. */
  readonly before: Chat;
  /** Number of the last event applied. */
  readonly lastSeq: number;
  /** Why it failed, where the stream does not say: the request was refused, or no way led to the portal. */
  readonly problem?: string;
}

/** An event of a run with its number. */
export interface Numbered {
  seq: number;
  event: BaseEvent;
}

const nothingSaid = initialChat();

/** What was said up to and with a turn; each run is a stream of its own. */
export const saidUpTo = (turn: Turn | undefined): Chat => turn?.chat ?? nothingSaid;

export function newTurn(
  before: Chat,
  question: ChatRun['message'],
  { key, replaces }: { key: string; replaces?: string },
): Turn {
  const chat = addMessage(initialChat(before.messages, before.state), question);
  return { key, replaces, question, state: 'running', chat, before, lastSeq: 0 };
}

/** A run as the server keeps it. */
export function keptTurn(before: Chat, run: ChatRun): Turn {
  const turn = newTurn(before, run.message, { key: run.id });
  const { chat, state, problem } = fold(turn, run.events);
  return {
    ...turn,
    runId: run.id,
    chat,
    // A run that ended between two reads of the database is `running` by its row, and ended by its events.
    state: run.state === 'running' ? state : run.state,
    problem,
    lastSeq: run.lastSeq,
  };
}

/** The turn with the events that it has not seen yet. */
export function withEvents(turn: Turn, events: readonly Numbered[]): Turn {
  const unseen = events.filter(({ seq }) => seq > turn.lastSeq);
  if (unseen.length === 0 || turn.state !== 'running') return turn;
  const folded = fold(
    turn,
    unseen.map(({ event }) => event),
  );
  return { ...turn, ...folded, lastSeq: unseen.at(-1)!.seq };
}

function fold(turn: Turn, events: readonly BaseEvent[]): Pick<Turn, 'chat' | 'state' | 'problem'> {
  let { chat } = turn;
  try {
    for (const event of events) chat = applyEvent(chat, event);
  } catch (error) {
    return { chat, state: 'failed', problem: (error as Error).message };
  }
  return { chat, state: stateOf(chat) };
}

/** Codes of the RUN_ERROR by which the portal says that a run broke off. */
const brokeOff = ['INTERRUPTED', 'STREAM_CUT'];

function stateOf({ run }: Chat): RunState {
  if (run?.state === 'failed') {
    return brokeOff.includes(run.error?.code ?? '') ? 'interrupted' : 'failed';
  }
  if (run?.state === 'cancelled') return 'stopped';
  return run && run.state !== 'running' ? 'finished' : 'running';
}

/** What can be asked again in place of its run. */
export function canRetry(turn: Turn): boolean {
  return turn.state === 'failed' || turn.state === 'stopped' || turn.state === 'interrupted';
}

/** A part of an answer that is shown. */
export type Said = AssistantMessage | ReasoningMessage;

/** The answer's messages, in order, and the results of its calls by the call's id. */
export function answerOf(turn: Turn): {
  said: Said[];
  results: ReadonlyMap<string, ToolMessage>;
} {
  const held = new Set(turn.before.messages.map(({ id }) => id));
  const results = new Map<string, ToolMessage>();
  const said: Said[] = [];
  for (const message of turn.chat.messages) {
    if (held.has(message.id)) continue;
    if (message.role === 'tool') results.set(message.toolCallId, message);
    else if (isSaid(message)) said.push(message);
  }
  return { said, results };
}

function isSaid(message: Message): message is Said {
  if (message.role === 'reasoning') return Boolean(message.content);
  return message.role === 'assistant' && Boolean(message.content || message.toolCalls?.length);
}

/** The answer's words, without reasoning and calls. */
export function wordsOf(turn: Turn): string {
  return answerOf(turn)
    .said.flatMap(({ role, content }) => (role === 'assistant' && content ? [content] : []))
    .join('\n\n');
}

/** Tokens that the run cost, where the agent tells. */
export function tokensOf(turn: Turn): { input: number; output: number } | undefined {
  const usage = turn.chat.run?.usage ?? [];
  if (usage.length === 0) return undefined;
  const sum = (of: 'inputTokens' | 'outputTokens') =>
    usage.reduce((total, one) => total + (one[of] ?? 0), 0);
  return { input: sum('inputTokens'), output: sum('outputTokens') };
}
