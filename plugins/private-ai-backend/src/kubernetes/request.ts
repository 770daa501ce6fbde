import https from 'node:https';

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

/** Long enough for a slow admission webhook (30 s at most), short enough to notice a hung connection. */
const timeoutMs = 40_000;

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
  },
): Promise<Answer> {
  const { method, path, contentType, body, signal } = options;
  return new Promise((resolve, reject) => {
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
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(parts).toString('utf8'),
          }),
        );
      },
    );
    request.on('timeout', () =>
      request.destroy(
        Object.assign(new Error(`no answer within ${timeoutMs / 1000} s`), { code: 'ETIMEDOUT' }),
      ),
    );
    request.on('error', reject);
    request.end(body);
  });
}
