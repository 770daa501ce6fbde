import type { Operation, OperationLogLine } from '@private-ai/plugin-private-ai-common';
import type { Response } from 'express';
import { beginEvents } from '../sse/beginEvents';
import { isEnded } from './row';

/**
 * Streams an operation's log from after `seq` until its end, as server-sent events: `log` for each line, at last `end`
 * with the operation. It asks the database, because any replica may be the one that works.
 */
export async function streamEvents(
  response: Response,
  options: {
    after: number;
    lines(after: number): Promise<OperationLogLine[]>;
    operation(): Promise<Operation>;
    /** Until there is something to look at after `seq`, or the signal aborts. */
    news(seq: number, signal: AbortSignal): Promise<void>;
  },
): Promise<void> {
  const { lines, operation, news } = options;
  const stream = beginEvents(response);
  let { after } = options;
  try {
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
        break;
      }
      if (fresh.length === 0) await news(after, stream.left);
    }
  } finally {
    stream.end();
  }
}
