// One way from an agent to a browser, behind the compression that Backstage's own server has: `raw` (node's http), `proxy`
// (http-proxy-middleware), or `ours` on a database: `server.ts <way> <agent's address> [none|sqlite|postgres]`.
import { createServer, request as requestHttp } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import compression from 'compression';
import express, { type Request, type Response } from 'express';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { Knex } from 'knex';
import type { ClusterClient } from '../../plugins/private-ai-backend/src/kubernetes/client';
import { entityLabel } from '../../plugins/private-ai-backend/src/app/entityLabel';
import { createChatRouter } from '../../plugins/private-ai-backend/src/chat/router';
import { ChatStore } from '../../plugins/private-ai-backend/src/chat/store';
import { Access } from '../../plugins/private-ai-backend/src/permissions/access';
import { usualLimits } from '../../plugins/private-ai-backend/src/chat/limits';
import { Gate } from '../../plugins/private-ai-backend/src/outages/gate';
import { Noticed } from '../../plugins/private-ai-backend/src/outages/outages';
import { weather } from '../../plugins/private-ai-backend/src/testing/app';
import { startPostgres, startSqlite } from '../../plugins/private-ai-backend/src/testing/databases';
import { landingZone } from '../../plugins/private-ai-backend/src/testing/landingZone';

const [, , way, agent, database] = process.argv;

const writes = /^(begin|insert|update|delete)/i;
let transactions = 0;
/** Characters of the events that are kept. */
let kept = async () => 0;

function counted(knex: Knex): Knex {
  knex.on('query', ({ sql, __knexTxId }: { sql: string; __knexTxId?: string }) => {
    // What is written outside of one is one of its own.
    if (/^begin/i.test(sql) || (!__knexTxId && writes.test(sql))) transactions += 1;
  });
  return knex;
}

const logger = {
  error: console.error,
  warn: console.error,
  info: () => undefined,
  debug: () => undefined,
  child: () => logger,
};

/** Everybody is Ana, who may. */
function ana(): Access {
  const credentials = { principal: { type: 'user', userEntityRef: 'user:default/ana' } };
  return new Access({
    auth: undefined as never,
    httpAuth: { credentials: async () => credentials } as never,
    permissions: {
      authorize: async (asked: unknown[]) => asked.map(() => ({ result: 'ALLOW' })),
    } as never,
    catalog: { getEntityByRef: async () => weather } as never,
  });
}

async function ours() {
  // What is said goes on to its readers, and is written nowhere.
  if (database === 'none') ChatStore.prototype.keep = async () => undefined;
  const { knex } = await (database === 'postgres'
    ? startPostgres()
    : startSqlite(join(mkdtempSync(join(tmpdir(), 'private-ai-relay-')), 'chat.sqlite')));
  const labels = { 'private-ai-entity': entityLabel('component:default/weather') };
  const namespace = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'ai-weather', labels },
  };
  const cluster = {
    get: async () => namespace,
    connection: async () => ({ server: agent, token: 'none' }),
  } as unknown as ClusterClient;
  kept = async () => {
    const [row] = await knex('chat_events').select(
      knex.raw('sum(length(body) + coalesce(length(cuts), 0)) as characters'),
    );
    return Number(row.characters);
  };
  const silent = { success: async () => undefined, fail: async () => undefined };
  return createChatRouter({
    logger,
    auditor: { createEvent: async () => silent },
    userTokens: { sign: async () => 'none' },
    database: counted(knex),
    access: ana(),
    zones: [landingZone()],
    clusterFor: () => cluster,
    gate: new Gate(new Noticed()),
    lifecycle: { addShutdownHook: () => undefined },
    limits: { ...usualLimits, openRuns: { user: 5000, app: 5000, process: 5000 } },
  });
}

function raw(request: Request, response: Response) {
  const { accept, 'content-type': type, 'content-length': length } = request.headers;
  const headers = { accept, 'content-type': type, 'content-length': length };
  const onward = requestHttp(new URL(request.url, agent), { method: 'POST', headers }, answer => {
    response.writeHead(answer.statusCode!, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
    });
    answer.pipe(response);
  });
  response.on('close', () => onward.destroy());
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

async function main() {
  const app = express().use(compression());
  if (way === 'ours') app.use(await ours());
  else if (way === 'raw') app.post('/', raw);
  else
    app.use(
      createProxyMiddleware({
        target: agent,
        logLevel: 'silent',
        // As Backstage's proxy does, which compression would hold back otherwise.
        onProxyReq: onward => onward.removeHeader('accept-encoding'),
        onProxyRes: answer => {
          answer.headers['cache-control'] = 'no-cache, no-transform';
        },
      }),
    );
  const server = createServer(app);
  const loop = monitorEventLoopDelay({ resolution: 5 });
  let cpu = process.cpuUsage();
  process.on('message', async what => {
    if (what === 'kept') return void process.send!({ kept: await kept() });
    if (what === 'begin') {
      loop.reset();
      loop.enable();
      transactions = 0;
      cpu = process.cpuUsage();
      process.send!({ begun: true });
      return;
    }
    const { user, system } = process.cpuUsage(cpu);
    // What is held, and not what is only not taken back yet.
    globalThis.gc!();
    const { heapUsed, external } = process.memoryUsage();
    process.send!({
      cpuMs: (user + system) / 1000,
      megabytes: (heapUsed + external) / 1024 / 1024,
      loopP99Ms: loop.percentile(99) / 1e6,
      loopMaxMs: loop.max / 1e6,
      transactions,
    });
  });
  process.on('disconnect', () => process.exit());
  server.listen(0, '127.0.0.1', () => {
    process.send!({ port: (server.address() as AddressInfo).port });
  });
}

void main();
