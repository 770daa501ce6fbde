import type { Response } from 'express';

/** Milliseconds of silence before a comment: proxies on the way close what is silent for 60 seconds. */
const silenceMs = 15_000;

/** A `text/event-stream` that has begun. */
export interface EventStream {
  /** Written whole, so that a comment never falls into one; nothing any more once the reader has left. */
  send(event: { id?: number; event?: string; data: unknown }): void;
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
  const comments = setInterval(() => response.write(': keep-alive\n\n'), silence);
  response.on('close', () => {
    clearInterval(comments);
    leaving.abort();
  });
  return {
    send({ id, event, data }) {
      if (leaving.signal.aborted || response.writableEnded) return;
      const fields = [
        ...(id === undefined ? [] : [`id: ${id}`]),
        ...(event === undefined ? [] : [`event: ${event}`]),
        `data: ${JSON.stringify(data)}`,
      ];
      response.write(`${fields.join('\n')}\n\n`);
      comments.refresh();
    },
    end() {
      clearInterval(comments);
      response.end();
    },
    left: leaving.signal,
  };
}
