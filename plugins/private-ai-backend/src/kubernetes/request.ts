import https from 'node:https';
import { isIP } from 'node:net';

/** Where a cluster's API answers, how it is trusted and who asks. */
export interface Connection {
  server: string;
  /** PEM; in place of Node's own certificates. */
  ca?: string;
  token: string;
}

export interface Answer {
  status: number;
  text: string;
}

/** How far a request came that got no answer. */
export type Stage = 'name' | 'connection' | 'encryption' | 'answer';

/** Long enough for a slow admission webhook (30 s at most), short enough to notice a hung connection. */
const longestMs = 40_000;

/**
 * One request with the body as it is given: typed models of the client library drop `ingress[].from` and
 * `limits[].default`, which would open a network policy.
 */
export function send(
  connection: Connection,
  options: {
    method: 'GET' | 'PATCH' | 'DELETE' | 'POST';
    path: string;
    contentType?: string;
    body?: string;
    signal?: AbortSignal;
    /** Milliseconds without a sign of life. */
    timeoutMs?: number;
  },
): Promise<Answer> {
  const { method, path, contentType, body, signal, timeoutMs = longestMs } = options;
  let stage: Stage = 'name';
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(Object.assign(error, { stage }));
    const request = https.request(
      connection.server.replace(/\/$/, '') + path,
      {
        method,
        signal,
        ca: connection.ca,
        timeout: timeoutMs,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${connection.token}`,
          ...(contentType && { 'content-type': contentType }),
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
      },
      response => {
        const parts: Buffer[] = [];
        response.on('data', part => parts.push(part));
        response.on('error', fail);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(parts).toString('utf8'),
          }),
        );
      },
    );
    request.on('socket', socket => {
      const reach = (next: Stage) => () => void (stage = next);
      // One that is kept open is past all of it.
      if (request.reusedSocket) return reach('answer')();
      // An address needs no looking up.
      if (isIP(new URL(connection.server).hostname.replace(/[[\]]/g, ''))) stage = 'connection';
      socket.once('lookup', (error: Error | null) => void (error || reach('connection')()));
      socket.once('connect', reach('encryption'));
      return void socket.once('secureConnect', reach('answer'));
    });
    request.on('timeout', () =>
      request.destroy(
        Object.assign(new Error(`no answer within ${timeoutMs / 1000} s`), { code: 'ETIMEDOUT' }),
      ),
    );
    request.on('error', fail);
    request.end(body);
  });
}
