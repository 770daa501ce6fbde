import { useCallback, useEffect, useState } from 'react';

/** Where a question to the backend stands. The last good answer stays until it is answered again, or another is asked. */
export interface Answer<T> {
  value?: T;
  /** Why the last try brought none; `value` is from before it then. */
  error?: Error;
  /** ISO 8601: the first try without an answer since the last good one. */
  failingSince?: string;
  loading: boolean;
  /** Asks again. */
  reload: () => void;
}

type Kept = 'value' | 'error' | 'failingSince';

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
  const [state, setState] = useState<Pick<Answer<T>, Kept> & { of?: typeof ask }>({});
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
        setState(before => {
          const { value, failingSince = new Date().toISOString() } =
            before.of === ask ? before : {};
          return { of: ask, value, error, failingSince };
        });
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
  const { value, error, failingSince } = current ? state : {};
  return { value, error, failingSince, loading: Boolean(ask) && (asking || !current), reload };
}
