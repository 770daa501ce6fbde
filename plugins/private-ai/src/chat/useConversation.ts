import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import type { ResumeEntry } from '@ag-ui/core';
import type {
  ChatTranscript,
  Numbered,
  RunStart,
  TooManyRuns,
} from '@private-ai/plugin-private-ai-common';
import { useEffect, useReducer, useRef, useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { sentenceOf } from '../api/sentence';
import { privateAiTranslationRef } from '../translations/ref';
import { conversation, isAnswering, opened, type Conversation, type Step } from './conversation';
import { perFrame } from './frames';
import { newId } from '../ui/newId';
import { ReadingRefused, readRun, type RunReading } from './runStream';
import type { Question, Turn } from './turn';

/** A conversation and what a person does in it. */
export interface Talk extends Conversation {
  answering: boolean;
  ask: (text: string) => void;
  /** Answers what the agent asks. */
  answer: (resume: readonly ResumeEntry[]) => void;
  retry: (turn: Turn) => void;
  stop: () => void;
  /** Reads what was said before these turns. */
  showEarlier: () => Promise<void>;
  /** Why it could not be read. */
  earlierProblem?: string;
}

/**
 * Holds one thread: what the server keeps of it, the answer under way (which is followed on when the thread is opened
 * while it runs), questions, answers to the agent's own, Stop and Retry. Leaving ends the reading and not the run.
 *
 * @param onThread - called when a new conversation has got its id.
 */
export function useConversation(
  entityRef: string,
  transcript: ChatTranscript | undefined,
  onThread: (threadId: string) => void,
): Talk {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [state, dispatch] = useReducer(conversation, transcript, opened);
  const leaving = useRef<AbortController>();
  const reading = useRef(Promise.resolve());
  const stopWanted = useRef(false);
  const [earlierProblem, setEarlierProblem] = useState<string>();
  const threadId = useRef(transcript?.id);

  const sentence = (error: unknown) => {
    if (error instanceof ReadingRefused) return error.message;
    if (!ResponseError.is(error)) return t('chat.unreachable');
    const { limit, most } = error.cause as Partial<TooManyRuns>;
    if (error.statusCode !== 429 || !limit) return sentenceOf(error);
    return t(`chat.tooMany.${limit}`, { most: String(most) });
  };

  const stopRun = (runId: string) =>
    api
      .stopRun(entityRef, runId)
      .catch(error => dispatch({ type: 'stop-failed', problem: sentence(error) }));

  const read = async (
    source: Pick<RunReading, 'begin' | 'from'> & { answers?: boolean },
    signal: AbortSignal,
  ) => {
    const giveUp = (error: unknown) => {
      if (!signal.aborted) dispatch({ type: 'given-up', problem: sentence(error) });
    };
    const frames = perFrame<Numbered>(events => dispatch({ type: 'events', events }));
    try {
      const end = await readRun({
        ...source,
        follow: (runId, after) => api.followRun(entityRef, runId, after, signal),
        onStarted: run => {
          threadId.current = run.threadId;
          if (!source.from) {
            dispatch({ type: 'started', run });
            onThread(run.threadId);
          }
          if (stopWanted.current) stopRun(run.runId);
          stopWanted.current = false;
        },
        onEvent: frames.push,
        onConnection: lost => dispatch({ type: 'connection', lost }),
        signal,
      });
      if (end !== 'left') frames.flush();
      if (end === 'lost') await reread(signal);
    } catch (error) {
      frames.flush();
      // It was answered already, perhaps by the same person in another window: that answer is what counts.
      if (source.answers && isConflict(error)) await reread(signal).catch(giveUp);
      else giveUp(error);
    } finally {
      frames.drop();
    }
  };

  const reread = async (signal: AbortSignal) => {
    if (!threadId.current) return;
    const anew = await api.transcript(entityRef, threadId.current, { signal });
    dispatch({ type: 'reread', transcript: anew });
    await follow(opened(anew).turns.at(-1), signal);
  };

  const follow = async (turn: Turn | undefined, signal: AbortSignal) => {
    if (turn?.state !== 'running' || !turn.runId) return;
    const from = { runId: turn.runId, lastSeq: turn.lastSeq };
    const begin = () => api.followRun(entityRef, from.runId, from.lastSeq, signal);
    await read({ begin, from }, signal);
  };

  useEffect(() => {
    const controller = new AbortController();
    leaving.current = controller;
    reading.current = follow(state.turns.at(-1), controller.signal);
    return () => controller.abort();
    // Once: a thread is opened by mounting, and what is asked later is read by who asks it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const start = (step: Step, run: RunStart) => {
    const { signal } = leaving.current!;
    stopWanted.current = false;
    dispatch(step);
    // The server holds a run for the moment between its last event and its end; the next one waits for that.
    const begin = () => api.startRun(entityRef, run, signal);
    const answers = step.type === 'answered';
    reading.current = reading.current.then(() => read({ begin, answers }, signal));
  };
  const ask = (question: Question, replaces?: string) =>
    start(
      { type: 'asked', key: newId(), question, replaces },
      replaces
        ? { retryOf: replaces }
        : { threadId: threadId.current, message: question.content, messageId: question.id },
    );
  const answer = (resume: readonly ResumeEntry[], replaces?: string) =>
    start(
      { type: 'answered', resume, replaces },
      replaces ? { retryOf: replaces } : { threadId: threadId.current, resume: [...resume] },
    );

  const answering = isAnswering(state);
  return {
    ...state,
    answering,
    ask: text => {
      const content = text.trim();
      if (content && !answering) ask({ id: newId(), role: 'user', content });
    },
    answer: resume => {
      if (!answering) answer(resume);
    },
    retry: turn => {
      if (answering) return;
      const { question, resume, runId, replaces } = turn;
      if (resume) answer(resume, runId ?? replaces);
      else ask(question, runId ?? replaces);
    },
    stop: () => {
      if (!answering || state.stopping) return;
      dispatch({ type: 'stopping' });
      const runId = state.turns.at(-1)?.runId;
      if (runId) stopRun(runId);
      else stopWanted.current = true;
    },
    earlierProblem,
    showEarlier: async () => {
      const { signal } = leaving.current!;
      const before = state.earlier?.before;
      setEarlierProblem(undefined);
      try {
        const page = await api.transcript(entityRef, threadId.current!, { before, signal });
        dispatch({ type: 'earlier', transcript: page });
      } catch (error) {
        if (!signal.aborted) setEarlierProblem(sentence(error));
      }
    },
  };
}

const isConflict = (error: unknown) => ResponseError.is(error) && error.statusCode === 409;
