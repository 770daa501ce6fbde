import http from 'node:http';
import type { ResourceManager } from './arm/resourceManager.ts';
import type { Faults } from './faults/faults.ts';
import { listen } from './listen.ts';
import type { Room, Surroundings } from './room.ts';

/**
 * The sandbox's own switches, for tests and demonstrations: `GET /arm/writes` (every PUT body that Resource Manager
 * received), `GET|PUT|DELETE /faults` (rules of what fails next). No cloud has it, so production code never calls it.
 */
export async function startAdmin(
  { log }: Surroundings,
  { port, arm, faults }: { port: number; arm: ResourceManager; faults: Faults },
): Promise<Room> {
  const server = http.createServer((request, response) => {
    void answer(request).then(
      ({ status, body }) =>
        response
          .writeHead(status, { 'content-type': 'application/json' })
          .end(JSON.stringify(body ?? {})),
      (error: Error) => {
        log(`admin: ${error.message}`);
        response.writeHead(400).end(JSON.stringify({ error: error.message }));
      },
    );
  });

  async function answer(
    request: http.IncomingMessage,
  ): Promise<{ status: number; body?: unknown }> {
    switch (`${request.method} ${request.url}`) {
      case 'GET /arm/writes':
        return { status: 200, body: arm.recorded() };
      case 'GET /faults':
        return { status: 200, body: faults.list() };
      case 'PUT /faults': {
        let text = '';
        for await (const part of request) text += part;
        faults.set(JSON.parse(text));
        return { status: 200, body: faults.list() };
      }
      case 'DELETE /faults':
        faults.set([]);
        return { status: 200, body: [] };
      default:
        return { status: 404, body: { error: `There is no ${request.method} ${request.url}.` } };
    }
  }

  const { port: taken, stop } = await listen(server, port);
  return { url: `http://127.0.0.1:${taken}`, stop };
}
