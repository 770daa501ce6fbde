import { useApi } from '@backstage/frontend-plugin-api';
import type { TrialStart } from '@private-ai/plugin-private-ai-common';
import { useEffect, useRef, useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { answersAfter, ended, noneYet, type Answer } from './answers';

/** The last question that was asked, and what came of it. */
export interface Trial {
  start: TrialStart;
  answers: Answer[];
  /** Why nobody was asked. */
  error?: Error;
}

/** Asks models side by side; who leaves stops it. */
export function useTrial(): {
  trial?: Trial;
  asking: boolean;
  ask(start: TrialStart): void;
  stop(): void;
} {
  const api = useApi(privateAiApiRef);
  const [trial, setTrial] = useState<Trial>();
  const [asking, setAsking] = useState(false);
  const leaving = useRef<AbortController>();

  const answered = (change: (answers: Answer[]) => Answer[], error?: Error) =>
    setTrial(now => now && { ...now, answers: change(now.answers), error });

  const follow = async (start: TrialStart, signal: AbortSignal) => {
    let error: Error | undefined;
    try {
      for await (const event of api.tryModels(start, signal)) {
        if (signal.aborted) return;
        answered(answers => answersAfter(answers, event));
      }
    } catch (thrown) {
      error = thrown as Error;
    }
    // Who stopped it, or left, has been told.
    if (signal.aborted) return;
    answered(answers => ended(answers, 'failed'), error);
    setAsking(false);
  };

  const ask = (start: TrialStart) => {
    const controller = new AbortController();
    leaving.current = controller;
    setTrial({ start, answers: noneYet(start.models.length) });
    setAsking(true);
    void follow(start, controller.signal);
  };
  const stop = () => {
    leaving.current?.abort();
    answered(answers => ended(answers, 'stopped'));
    setAsking(false);
  };
  useEffect(() => () => leaving.current?.abort(), []);
  return { trial, asking, ask, stop };
}
