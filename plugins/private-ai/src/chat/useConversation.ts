import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ResponseError } from '@backstage/errors';
import type { ChatRun, ChatTranscript } from '@private-ai/plugin-private-ai-common';
import { useEffect, useReducer, useRef } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { sentenceOf } from '../api/sentence';
import { privateAiTranslationRef } from '../translations/ref';
import { conversation, isAnswering, opened, type Conversation } from './conversation';
import { perFrame } from './frames';
import { newId } from './newId';
import { readRun, type RunReading } from './runStream';
import type { Numbered, Turn } from './turn';

/** A conversation and what a person does in it. */
export interface Talk extends Conversation {
  answering: boolean;
  ask: (text: string) => void;
  retry: (turn: Turn) => void;
  stop: () => void;
}

/**
 * Holds one thread: what the server keeps of it, the answer under way (which is followed on when the thread is opened
 * while it runs), questions, Stop and Retry. Leaving ends the reading and not the run.
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
  const threadId = useRef(transcript?.id);

  const sentence = (error: unknown) =>
    ResponseError.is(error) ? sentenceOf(error) : t('chat.unreachable');

  const stopRun = (runId: string) =>
    api
      .stopRun(entityRef, runId)
      .catch(error => dispatch({ type: 'stop-failed', problem: sentence(error) }));

  const read = async (source: Pick<RunReading, 'begin' | 'from'>, signal: AbortSignal) => {
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
      if (end === 'lost' && threadId.current) {
        const anew = await api.transcript(entityRef, threadId.current, signal);
        dispatch({ type: 'reread', transcript: anew });
        await follow(opened(anew).turns.at(-1), signal);
      }
    } catch (error) {
      frames.flush();
      if (!signal.aborted) dispatch({ type: 'given-up', problem: sentence(error) });
    } finally {
      frames.drop();
    }
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

  const send = (question: ChatRun['message'], replaces: string | undefined) => {
    const { signal } = leaving.current!;
    stopWanted.current = false;
    dispatch({ type: 'asked', key: newId(), question, replaces });
    const run = replaces
      ? { retryOf: replaces }
      : { threadId: threadId.current, message: question.content, messageId: question.id };
    // The server holds a run for the moment between its last event and its end; the next one waits for that.
    reading.current = reading.current.then(() =>
      read({ begin: () => api.startRun(entityRef, run, signal) }, signal),
    );
  };

  const answering = isAnswering(state);
  return {
    ...state,
    answering,
    ask: text => {
      const content = text.trim();
      if (content && !answering) send({ id: newId(), role: 'user', content }, undefined);
    },
    retry: turn => {
      if (!answering) send(turn.question, turn.runId ?? turn.replaces);
    },
    stop: () => {
      if (!answering || state.stopping) return;
      dispatch({ type: 'stopping' });
      const runId = state.turns.at(-1)?.runId;
      if (runId) stopRun(runId);
      else stopWanted.current = true;
    },
  };
}
