import type { ResumeEntry } from '@ag-ui/core';
import type { ChatTranscript, Numbered, RunStarted } from '@private-ai/plugin-private-ai-common';
import {
  newTurn,
  resumed,
  saidEarlier,
  saidUpTo,
  withEvents,
  withKept,
  type Question,
  type Turn,
} from './turn';

/** A thread as it is shown. */
export interface Conversation {
  /** None before the first question was taken. */
  readonly threadId?: string;
  readonly turns: readonly Turn[];
  /** Where there is more before these turns. */
  readonly earlier?: ChatTranscript['earlier'];
  /** The connection to the running answer is lost and being made again. */
  readonly reconnecting: boolean;
  /** The person has asked for the running answer to stop. */
  readonly stopping: boolean;
  /** Why it could not be stopped. */
  readonly stopProblem?: string;
}

export type Step =
  | { type: 'asked'; key: string; question: Question; replaces?: string }
  /** Of what the last turn waits for, or of what it waited for before answers that did not do. */
  | { type: 'answered'; resume: readonly ResumeEntry[]; replaces?: string }
  | { type: 'started'; run: RunStarted }
  | { type: 'events'; events: readonly Numbered[] }
  | { type: 'connection'; lost: boolean }
  /** The answer will not go on here, and no event said so. */
  | { type: 'given-up'; problem: string }
  /** What the server keeps was read anew. */
  | { type: 'reread'; transcript: ChatTranscript }
  /** What was said before these turns was read. */
  | { type: 'earlier'; transcript: ChatTranscript }
  | { type: 'stopping' }
  | { type: 'stop-failed'; problem: string };

/** What the server keeps of a thread; without one, a new conversation. */
export function opened(transcript?: ChatTranscript): Conversation {
  const earlier = transcript?.earlier;
  const before = earlier && saidEarlier(earlier.messageIds);
  const turns = (transcript?.runs ?? []).reduce<readonly Turn[]>(
    (so, run) => withKept(so, run, before),
    [],
  );
  return { threadId: transcript?.id, turns, earlier, reconnecting: false, stopping: false };
}

/** One step of a conversation; all but `asked` and `answered` are about its last turn, the only one that can be under way. */
export function conversation(before: Conversation, step: Step): Conversation {
  switch (step.type) {
    case 'asked': {
      const { key, question, replaces } = step;
      const last = before.turns.at(-1);
      // A question that is asked again takes the place of the last one.
      const kept = last?.question.id === question.id ? before.turns.slice(0, -1) : before.turns;
      const turn = newTurn(saidUpTo(kept.at(-1)), question, { key, replaces });
      return {
        threadId: before.threadId,
        turns: [...kept, turn],
        earlier: before.earlier,
        reconnecting: false,
        stopping: false,
      };
    }
    case 'answered': {
      const last = before.turns.at(-1);
      const waits = last?.state === 'waiting' ? last : last?.waited;
      if (!waits) return before;
      return {
        threadId: before.threadId,
        turns: [...before.turns.slice(0, -1), resumed(waits, step.resume, step)],
        earlier: before.earlier,
        reconnecting: false,
        stopping: false,
      };
    }
    case 'started':
      return {
        ...withLast(before, turn => ({ ...turn, runId: step.run.runId, replaces: undefined })),
        threadId: step.run.threadId,
      };
    case 'events': {
      const next = withLast(before, turn => withEvents(turn, step.events));
      return isAnswering(next)
        ? { ...next, reconnecting: false }
        : { ...next, reconnecting: false, stopping: false, stopProblem: undefined };
    }
    case 'connection':
      return { ...before, reconnecting: step.lost };
    case 'given-up':
      return {
        ...withLast(before, turn => ({
          ...turn,
          state: turn.runId ? 'interrupted' : 'failed',
          problem: step.problem,
        })),
        reconnecting: false,
        stopping: false,
      };
    case 'reread': {
      const anew = opened(step.transcript);
      const keys = new Map(before.turns.map(({ runId, key }) => [runId, key]));
      return {
        ...anew,
        turns: anew.turns.map(turn => ({ ...turn, key: keys.get(turn.runId) ?? turn.key })),
      };
    }
    case 'earlier': {
      const { turns, earlier } = opened(step.transcript);
      return { ...before, turns: [...turns, ...before.turns], earlier };
    }
    case 'stopping':
      return { ...before, stopping: true, stopProblem: undefined };
    case 'stop-failed':
      return { ...before, stopping: false, stopProblem: step.problem };
    default:
      return before;
  }
}

/** Whether an answer is under way. */
export function isAnswering({ turns }: Conversation): boolean {
  return turns.at(-1)?.state === 'running';
}

function withLast(before: Conversation, change: (turn: Turn) => Turn): Conversation {
  const last = before.turns.at(-1);
  if (last?.state !== 'running') return before;
  return { ...before, turns: [...before.turns.slice(0, -1), change(last)] };
}
