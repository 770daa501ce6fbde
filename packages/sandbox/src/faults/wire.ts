import type { IncomingMessage, ServerResponse } from 'node:http';
import { nothingFound, refusalBody } from './refusal.ts';
import type { FaultRoom } from './rooms.ts';
import type { WireFault } from './rule.ts';

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** Lets the request through. */
  go(): void;
}

/** Fails one exchange as the rule says. */
export function breakWire(room: FaultRoom, fault: WireFault, exchange: Exchange): void {
  const { request, response, go } = exchange;
  if ('status' in fault) {
    request.resume();
    const { status, retryAfter } = fault;
    const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
    send(response, status, refusalBody(room, fault), headers);
  } else if ('empty' in fault) {
    request.resume();
    send(response, 200, nothingFound(request.url ?? '/'));
  } else if ('delayMs' in fault) setTimeout(go, fault.delayMs);
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

function send(response: ServerResponse, status: number, body: object, headers = {}): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body));
}
