import type { Response } from 'express';
import { frame } from './frame';

/** Milliseconds of silence before a comment: proxies on the way close what is silent for 60 seconds. */
const silenceMs = 15_000;

/** A `text/event-stream` that has begun. What is sent is to be waited for: a reader that is slow makes its writer slow. */
export interface EventStream {
  /** Resolves once the reader takes more, or has left. Nothing is written any more once it has. */
  send(event: { id?: number; event?: string; data: unknown }): Promise<void>;
  /** The same for frames that are written already, whole ones: a comment must not fall into one. */
  write(frames: string): Promise<void>;
  end(): void;
  /** Aborts when the reader leaves. */
  left: AbortSignal;
}

/**
 * Begins a `text/event-stream`. Compression on the way would buffer it (`no-transform`), and so would nginx
 * (`X-Accel-Buffering`); only the answer's own `close` tells that the reader left, the request's comes as soon as its body
 * was read.
 */
export function beginEvents(response: Response, silence = silenceMs): EventStream {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
  response.flushHeaders();
  const leaving = new AbortController();
  const comments = setInterval(() => {
    // Who reads nothing is not told again and again that there is nothing.
    if (!response.writableNeedDrain) response.write(': keep-alive\n\n');
  }, silence);
  const leave = () => {
    clearInterval(comments);
    leaving.abort();
  };
  response.on('close', leave);
  // Who left while it was still decided whether to answer is told by no event any more.
  if (response.closed || response.destroyed) leave();
  const write = async (frames: string) => {
    if (leaving.signal.aborted || response.writableEnded) return;
    comments.refresh();
    if (!response.write(frames)) await drained(response);
  };
  return {
    write,
    send: ({ data, ...rest }) => write(frame({ ...rest, json: JSON.stringify(data) })),
    end() {
      clearInterval(comments);
      response.end();
    },
    left: leaving.signal,
  };
}

function drained(response: Response): Promise<void> {
  return new Promise(done => {
    const over = () => {
      response.off('drain', over);
      response.off('close', over);
      done();
    };
    response.on('drain', over);
    response.on('close', over);
  });
}
