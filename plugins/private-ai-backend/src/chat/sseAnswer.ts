import type { Numbered } from '@private-ai/plugin-private-ai-common';
import type { Response } from 'express';

/** Milliseconds between two comments: proxies on the way close what is silent for 60 seconds. */
const keepAlive = 15_000;

/**
 * Begins a `text/event-stream`. Compression on the way would buffer it (`no-transform`), and so would nginx
 * (`X-Accel-Buffering`); only the answer's own `close` tells that the browser left, the request's does not.
 */
export function beginEvents(response: Response): {
  send(numbered: Numbered): void;
  end(): void;
  /** Aborts when the browser leaves. */
  left: AbortSignal;
} {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    connection: 'keep-alive',
  });
  response.flushHeaders();
  const leaving = new AbortController();
  // Frames are written whole, so that a comment never falls into one.
  const comments = setInterval(() => response.write(': keep-alive\n\n'), keepAlive);
  response.on('close', () => {
    clearInterval(comments);
    leaving.abort();
  });
  return {
    send({ seq, event }) {
      if (!leaving.signal.aborted) response.write(`id: ${seq}\ndata: ${JSON.stringify(event)}\n\n`);
    },
    end() {
      clearInterval(comments);
      response.end();
    },
    left: leaving.signal,
  };
}
