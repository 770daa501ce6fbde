import { useCallback, useEffect, useState } from 'react';

/** Where a question to the backend stands. The last good answer stays while it is asked again. */
export interface Answer<T> {
  value?: T;
  error?: Error;
  loading: boolean;
  /** Asks again. */
  reload: () => void;
}

/**
 * Asks the backend when the component appears and whenever `ask` changes (wrap it in `useCallback`); a question that
 * nobody waits for any more is aborted.
 *
 * @param ask - undefined: there is nothing to ask yet.
 * @param everyMs - asks again so many milliseconds after each answer.
 */
export function useAnswer<T>(
  ask: ((signal: AbortSignal) => Promise<T>) | undefined,
  everyMs?: number,
): Answer<T> {
  const [state, setState] = useState<{ of?: typeof ask; value?: T; error?: Error }>({});
  const [round, setRound] = useState(0);
  const [asking, setAsking] = useState(true);
  const reload = useCallback(() => setRound(current => current + 1), []);

  useEffect(() => {
    if (!ask) return undefined;
    const controller = new AbortController();
    setAsking(true);
    ask(controller.signal).then(
      value => {
        if (controller.signal.aborted) return;
        setState({ of: ask, value });
        setAsking(false);
      },
      error => {
        if (controller.signal.aborted) return;
        setState({ of: ask, error });
        setAsking(false);
      },
    );
    return () => controller.abort();
  }, [ask, round]);

  useEffect(() => {
    if (!everyMs || asking) return undefined;
    const timer = setTimeout(reload, everyMs);
    return () => clearTimeout(timer);
  }, [everyMs, asking, reload]);

  const current = state.of === ask;
  return {
    value: current ? state.value : undefined,
    error: current ? state.error : undefined,
    loading: Boolean(ask) && (asking || !current),
    reload,
  };
}
