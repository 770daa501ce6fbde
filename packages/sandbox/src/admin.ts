import http from 'node:http';
import type { ResourceManager } from './arm/resourceManager.ts';
import type { Faults } from './faults/faults.ts';
import { faultsPage } from './faults/page.ts';
import { switchesOf } from './faults/switches.ts';
import { listen } from './listen.ts';
import type { Room, Surroundings } from './room.ts';

interface Asked {
  query: URLSearchParams;
  /** The parsed body; undefined without one. */
  body: unknown;
}
type Routes = Record<string, (asked: Asked) => unknown>;

/**
 * The sandbox's own switches, for tests and demonstrations (README.md has them all), and a page for those of faults. No cloud has
 * them, so production code never calls them.
 */
export async function startAdmin(
  { log }: Surroundings,
  { port, arm, faults }: { port: number; arm: ResourceManager; faults: Faults },
): Promise<Room> {
  const routes: Routes = { ...faultRoutes(faults), ...armRoutes(arm), ...paceRoutes(arm) };
  const server = http.createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/') {
      response.writeHead(200, faultsPage.headers).end(faultsPage.html);
      return;
    }
    const send = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(body ?? {}));
    answer(request).then(
      ({ status, body }) => send(status, body),
      (error: Error) => {
        log(`admin: ${error.message}`);
        send(400, { error: error.message });
      },
    );
  });

  async function answer(request: http.IncomingMessage): Promise<{ status: number; body: unknown }> {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    const route = routes[`${request.method} ${pathname}`];
    if (!route)
      return { status: 404, body: { error: `There is no ${request.method} ${pathname}.` } };
    let text = '';
    for await (const part of request) text += part;
    return { status: 200, body: route({ query, body: text ? JSON.parse(text) : undefined }) };
  }

  const { port: taken, stop } = await listen(server, port);
  return { url: `http://127.0.0.1:${taken}`, stop };
}

const faultRoutes = (faults: Faults): Routes => ({
  'GET /faults': () => faults.list(),
  'PUT /faults': ({ body }) => {
    faults.set(body);
    return faults.list();
  },
  'DELETE /faults': () => {
    faults.set([]);
    return [];
  },
  'GET /faults/rooms': () => switchesOf(faults.list()),
  'PUT /faults/rooms': ({ body }) => {
    const { room, fault } = (body ?? {}) as { room?: unknown; fault?: unknown };
    faults.turn(room, fault);
    return switchesOf(faults.list());
  },
});

const armRoutes = (arm: ResourceManager): Routes => ({
  'GET /arm/writes': () => arm.writes.list(),
  'GET /arm/calls': ({ query }) => arm.calls.list(moment(query.get('since'))),
  'DELETE /arm/calls': () => arm.calls.clear(),
  'GET /arm/operations': () =>
    arm.operations.list().map(({ resourceId, kind, startTime, endTime, error }) => {
      return { resourceId, kind, startTime, endTime, error };
    }),
  'GET /arm/resources': () => arm.list(''),
  'DELETE /arm/resources': ({ query }) => {
    const id = query.get('id') ?? '';
    const found = arm.get(id);
    if (!found)
      throw new Error(`There is no resource ${id}: name one in the query, ?id=/subscriptions/….`);
    const gone = [...arm.list(id), found].map(one => one.id);
    for (const one of gone) arm.drop(one);
    return gone;
  },
});

const paceRoutes = (arm: ResourceManager): Routes => ({
  'GET /timing': () => arm.timing.settings,
  'PUT /timing': ({ body }) => {
    arm.timing.change(given(body, arm.timing.settings));
    return arm.timing.settings;
  },
  'GET /quota': () => arm.quota.settings,
  'PUT /quota': ({ body }) => {
    arm.quota.change(given(body, arm.quota.settings) as Record<string, unknown>);
    return arm.quota.settings;
  },
  'GET /throttle': () => arm.throttle.settings,
  'PUT /throttle': ({ body }) => {
    arm.throttle.change(given(body, arm.throttle.settings));
    return arm.throttle.settings;
  },
});

/** A body with what changes of some settings. */
function given(body: unknown, settings: object): object {
  const known = Object.keys(settings);
  if (
    typeof body === 'object' &&
    body !== null &&
    Object.keys(body).every(key => known.includes(key))
  )
    return body;
  throw new Error(`The body is to be a JSON object with what changes of ${known.join(', ')}.`);
}

/** Milliseconds since 1970, or a date of ISO 8601. */
function moment(text: string | null): number {
  const at = text === null ? 0 : /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(at))
    throw new Error(`since=${text} is no time: milliseconds since 1970, or ISO 8601.`);
  return at;
}
