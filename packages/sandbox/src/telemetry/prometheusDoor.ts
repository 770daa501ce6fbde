import http from 'node:http';
import type { Listener } from '../faults/faults.ts';
import { listen } from '../listen.ts';

/**
 * Stands before Prometheus, which itself answers whatever name it is asked by.
 * @param to its own port, which nobody is told
 */
export function startDoor(
  port: number,
  to: number,
  wrap: (listener: Listener) => Listener = one => one,
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = http.createServer(
    wrap((request, response) => {
      const { method, url, headers } = request;
      const asked = http.request({ host: '127.0.0.1', port: to, method, path: url, headers });
      asked.on('response', answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      asked.on('error', () => {
        if (response.headersSent) response.destroy();
        else response.writeHead(502).end('Prometheus does not answer.\n');
      });
      response.on('close', () => asked.destroy());
      request.pipe(asked);
    }),
  );
  return listen(server, port);
}
