import type {
  AssistantMessage,
  Message,
  ReasoningMessage,
  ResumeEntry,
  TokenUsage,
  ToolMessage,
} from '@ag-ui/core';
import {
  addMessage,
  applyEvent,
  approvalErrors,
  initialChat,
  runState,
  type AgentEvent,
  type Chat,
  type ChatRun,
  type Numbered,
  type RunState,
} from '@private-ai/plugin-private-ai-common';

/** What a person asked, as an AG-UI user message. */
export type Question = NonNullable<ChatRun['message']>;

/**
 * One question and what has come of it so far, over as many runs as it takes: one more for each time that the agent asked
 * something and was answered. Immutable.
 */
export interface Turn {
  /** The same from the question on, when the run has no id yet. */
  readonly key: string;
  /** Once the server has said so. */
  readonly runId?: string;
  /** The run that this one was to replace; it still stands on the server until {@link Turn.runId} is known. */
  readonly replaces?: string;
  readonly question: Question;
  /** Answers to what the agent asked, with which the newest run began. */
  readonly resume?: readonly ResumeEntry[];
  /** The turn as it waited for {@link Turn.resume}. */
  readonly waited?: Turn;
  readonly state: RunState;
  readonly chat: Chat;
  /** What was said before the question. */
  readonly before: Chat;
  /** Number of the last event applied. */
  readonly lastSeq: number;
  /** Why it failed, where the stream does not say: the request was refused, or no way led to the portal. */
  readonly problem?: string;
}

const nothingSaid = initialChat();

/** What was said up to and with a turn; each run is a stream of its own. */
export const saidUpTo = (turn: Turn | undefined): Chat => turn?.chat ?? nothingSaid;

export function newTurn(
  before: Chat,
  question: Question,
  { key, replaces }: { key: string; replaces?: string },
): Turn {
  const chat = addMessage(initialChat(before.messages, before.state), question);
  return { key, replaces, question, state: 'running', chat, before, lastSeq: 0 };
}

/** The turn, going on with what the person answered. */
export function resumed(
  waited: Turn,
  resume: readonly ResumeEntry[],
  { replaces }: { replaces?: string } = {},
): Turn {
  const { key, question, before, chat } = waited;
  return {
    ...{ key, question, before, waited, resume, replaces },
    state: 'running',
    chat: initialChat(chat.messages, chat.state),
    lastSeq: 0,
  };
}

/** What was said in runs that are not shown: what restates it later is no answer. */
export const saidEarlier = (messageIds: readonly string[]): Chat =>
  initialChat(messageIds.map(id => ({ id, role: 'system', content: '' })));

/** The turns with one more run as the server keeps it. */
export function withKept(turns: readonly Turn[], run: ChatRun, earlier = nothingSaid): Turn[] {
  const last = turns.at(-1);
  if (run.message) {
    const turn = newTurn(last?.chat ?? earlier, run.message, { key: run.id });
    return [...turns, kept(turn, run)];
  }
  if (!last) return [];
  return [...turns.slice(0, -1), kept(resumed(last, run.resume ?? []), run)];
}

function kept(turn: Turn, run: ChatRun): Turn {
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

function fold(turn: Turn, events: readonly AgentEvent[]): Pick<Turn, 'chat' | 'state' | 'problem'> {
  let { chat } = turn;
  try {
    for (const event of events) chat = applyEvent(chat, event);
  } catch (error) {
    return { chat, state: 'failed', problem: (error as Error).message };
  }
  return { chat, state: runState(chat.run) };
}

const resultsIn = ({ messages }: Chat) => messages.filter(({ role }) => role === 'tool').length;

/** What can be asked, or answered, again in place of its run. */
export function canRetry(turn: Turn): boolean {
  // The agent would only say it again.
  if (turn.chat.run?.error?.code === approvalErrors.notFound) return false;
  // What was approved is done: the answer must not come twice.
  if (turn.waited && resultsIn(turn.chat) > resultsIn(turn.waited.chat)) return false;
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

/** Everything that a part of an answer says, as it was written. */
export function writtenIn(said: Said): string {
  const calls = said.role === 'assistant' ? (said.toolCalls ?? []) : [];
  return [
    ...(said.content ? [said.content] : []),
    ...calls.map(({ function: { name, arguments: args } }) => `${name} ${args}`),
  ].join('\n\n');
}

/** Tokens that the turn's runs cost, where the agent tells. */
export function tokensOf(turn: Turn): { input: number; output: number } | undefined {
  const usage = usageOf(turn);
  if (usage.length === 0) return undefined;
  const sum = (of: 'inputTokens' | 'outputTokens') =>
    usage.reduce((total, one) => total + (one[of] ?? 0), 0);
  return { input: sum('inputTokens'), output: sum('outputTokens') };
}

function usageOf({ chat, waited }: Turn): TokenUsage[] {
  return [...(waited ? usageOf(waited) : []), ...(chat.run?.usage ?? [])];
}
