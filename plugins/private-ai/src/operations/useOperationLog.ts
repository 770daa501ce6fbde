import { useApi } from '@backstage/frontend-plugin-api';
import type { Operation, OperationLogLine } from '@private-ai/plugin-private-ai-common';
import { useEffect, useState } from 'react';
import { privateAiApiRef, type PrivateAiApi } from '../api/PrivateAiApi';

/** Milliseconds before a stream that broke is picked up again. */
const againAfter = 2_000;

/** Lines that are kept; an operation that waits for hours writes three a minute. */
export const keptLines = 1_000;

/**
 * An operation's log, live while it is unfinished, oldest line first; of a long one the last {@link keptLines}.
 *
 * @param onEnd - called once when the operation ends while it is watched.
 */
export function useOperationLog(
  { id, state }: Pick<Operation, 'id' | 'state'>,
  onEnd: () => void,
): OperationLogLine[] {
  const api = useApi(privateAiApiRef);
  const [lines, setLines] = useState<OperationLogLine[]>([]);
  const live = state === 'queued' || state === 'running';
  useEffect(() => {
    const controller = new AbortController();
    setLines([]);
    const add = (line: OperationLogLine) =>
      setLines(current => [...current, line].slice(-keptLines));
    follow(api, id, controller.signal, add).then(() => {
      if (live && !controller.signal.aborted) onEnd();
    });
    return () => controller.abort();
    // A resumed operation keeps its id and has a stream again: `live` tells the two apart.
  }, [api, id, live, onEnd]);
  return lines;
}

async function follow(
  api: PrivateAiApi,
  id: string,
  signal: AbortSignal,
  onLine: (line: OperationLogLine) => void,
): Promise<void> {
  let after = 0;
  while (!signal.aborted) {
    try {
      for await (const event of api.followOperation(id, { after, signal })) {
        if (event.type === 'end') return;
        after = event.line.seq;
        onLine(event.line);
      }
    } catch {
      // The card's own question to the backend shows what is wrong; the log only waits for it to pass.
    }
    if (signal.aborted) return;
    await new Promise(done => setTimeout(done, againAfter));
  }
}
