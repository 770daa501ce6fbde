import type { Operation, OperationLogLine } from '@private-ai/plugin-private-ai-common';
import type { Response } from 'express';
import { isEnded } from './row';

/** Milliseconds between two comments: proxies on the way close what is silent for 60 seconds. */
const keepAliveMs = 15_000;

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
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    // Compression on the way would keep the events back; so would a buffering proxy.
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
  response.flushHeaders();
  const leaving = new AbortController();
  // The answer's own `close`: the request's comes as soon as its body was read.
  response.on('close', () => leaving.abort());

  let { after } = options;
  let wrote = Date.now();
  const write = (text: string) => {
    if (leaving.signal.aborted) return;
    response.write(text);
    wrote = Date.now();
  };
  try {
    while (!leaving.signal.aborted) {
      // The state is read before the lines: so the last line comes before the end.
      const now = await operation();
      const fresh = await lines(after);
      for (const line of fresh) {
        write(`id: ${line.seq}\nevent: log\ndata: ${JSON.stringify(line)}\n\n`);
        after = line.seq;
      }
      if (fresh.length === 0 && isEnded(now.state)) {
        write(`event: end\ndata: ${JSON.stringify(now)}\n\n`);
        break;
      }
      if (Date.now() - wrote >= keepAliveMs) write(': keep-alive\n\n');
      if (fresh.length === 0) {
        const quiet = AbortSignal.timeout(keepAliveMs);
        await news(after, AbortSignal.any([leaving.signal, quiet]));
      }
    }
  } finally {
    response.end();
  }
}
