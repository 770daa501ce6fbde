import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireFault } from './rule.ts';

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** Lets the request through. */
  go(): void;
}

/** Fails one exchange as the rule says. */
export function breakWire(room: string, fault: WireFault, exchange: Exchange): void {
  const { request, response, go } = exchange;
  if ('status' in fault) refuse(room, fault, exchange);
  else if ('delayMs' in fault) setTimeout(go, fault.delayMs);
  else if ('reset' in fault) {
    if (fault.reset === 'after') muted(response, () => request.socket.destroy(), go);
    else request.socket.destroy();
  } else if (fault.hang === 'after') muted(response, () => {}, go);
  else request.resume();
}

/** Lets the request through, but nothing of its answer out: `end` is called in place of it. */
function muted(response: ServerResponse, end: () => void, go: () => void): void {
  Object.assign(response, {
    writeHead: () => response,
    flushHeaders: end,
    write: () => {
      end();
      return true;
    },
    end: () => {
      end();
      return response;
    },
  });
  go();
}

function refuse(
  room: string,
  {
    status,
    code = 'InternalServerError',
    message = 'The sandbox was told to fail.',
    retryAfter,
  }: Extract<WireFault, { status: number }>,
  { request, response }: Exchange,
): void {
  // A cluster words an error as a Status, everybody else here as Azure does.
  const body =
    room === 'cluster'
      ? {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message,
          reason: code,
          code: status,
        }
      : { error: { code, message } };
  request.resume();
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    })
    .end(JSON.stringify(body));
}
