import type { Operation, OperationLogLine } from '@private-ai/plugin-private-ai-common';
import type { Response } from 'express';
import { beginEvents, type EventStream } from '../sse/beginEvents';
import { whileAllowed } from '../sse/whileAllowed';
import { isEnded } from './row';

/**
 * Streams an operation's log from after `seq` until its end, as server-sent events: `log` for each line, at last `end`
 * with the operation, or `refused` with an error where the reader may not read on. It asks the database, because any
 * replica may be the one that works.
 */
export async function streamEvents(
  response: Response,
  options: {
    after: number;
    lines(after: number): Promise<OperationLogLine[]>;
    operation(): Promise<Operation>;
    /** Until there is something to look at after `seq`, or the signal aborts. */
    news(seq: number, signal: AbortSignal): Promise<void>;
    /** Rejects where the reader may not read on; asked every so many milliseconds. */
    mayRead(): Promise<unknown>;
    recheckMs?: number;
  },
): Promise<void> {
  const { lines, operation, news, mayRead, recheckMs } = options;
  let { after } = options;
  const follow = async (stream: EventStream) => {
    while (!stream.left.aborted) {
      // The state is read before the lines: so the last line comes before the end.
      const now = await operation();
      const fresh = await lines(after);
      for (const line of fresh) {
        await stream.send({ id: line.seq, event: 'log', data: line });
        after = line.seq;
      }
      if (fresh.length === 0 && isEnded(now.state)) {
        await stream.send({ event: 'end', data: now });
        return;
      }
      if (fresh.length === 0) await news(after, stream.left);
    }
  };
  const stream = beginEvents(response);
  try {
    await whileAllowed(stream, mayRead, follow, recheckMs);
  } finally {
    stream.end();
  }
}
