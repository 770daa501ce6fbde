import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { Arm } from '../arm/arm.ts';
import type { ArmResource } from '../arm/resource.ts';
import type { TokenVerifier } from '../entra/verifier.ts';
import type { Listener } from '../faults/faults.ts';
import { listen } from '../listen.ts';
import type { Room, Surroundings } from '../room.ts';
import { accountOf, deploymentOf, deploymentsOf, requireAccess } from './access.ts';
import { addressed, requireWay } from './addressed.ts';
import { Capacity } from './capacity.ts';
import { parseChat } from './chat.ts';
import { complete, completionBody, completionChunks, promptTokens } from './completion.ts';
import { modelError, ModelError } from './errors.ts';
import { scripted } from './script.ts';
import { forward } from './upstream.ts';

const largestBody = 8 * 1024 * 1024;

/**
 * Starts the endpoint of every Foundry account: OpenAI's v1 chat completions over HTTPS, told apart by the host's name,
 * open to principals with the role, answered by a script or by `upstream`.
 * @param options.delayMs between two streamed chunks, so that a reader sees the words arrive
 * @param options.upstream an OpenAI-compatible address (before `/chat/completions`)
 * @param options.inNetwork whether a name leads to a private endpoint in the network; asked of who comes by `/hosts/<name>`
 */
export async function startModel(
  surroundings: Surroundings,
  options: {
    port: number;
    arm: Arm;
    verifier: TokenVerifier;
    upstream?: string;
    inNetwork?: (host: string) => boolean;
    delayMs?: number;
    wrap?: (listener: Listener) => Listener;
  },
): Promise<Room> {
  const { arm, upstream, inNetwork = () => false, delayMs = 30, wrap = one => one } = options;
  const capacity = new Capacity();
  const server = https.createServer(
    await surroundings.authority.serverOptions(),
    wrap((request, response) => void answer(request, response)),
  );
  const { port, stop } = await listen(server, options.port);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      const asked = addressed(request);
      const account = accountOf(asked.host, arm);
      requireWay(asked, inNetwork);
      await requireAccess(request.headers.authorization, account, options);
      switch (`${request.method} ${asked.pathname.replace(/\/$/, '')}`) {
        case 'GET /openai/v1/models':
          return send(response, 200, modelList(account, arm));
        case 'POST /openai/v1/chat/completions':
          return await chat(account, await bodyOf(request), response, gone.signal);
        default:
          throw modelError(404, '404', 'Resource not found');
      }
    } catch (error) {
      if (gone.signal.aborted) return;
      if (!(error instanceof ModelError)) surroundings.log(`model: ${(error as Error).stack}`);
      if (response.headersSent) response.destroy();
      else refuse(error as Error, response);
    }
  }

  async function chat(
    account: ArmResource,
    body: string,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    const request = parseChat(body);
    const deployment = deploymentOf(request.model, account, arm);
    capacity.require(deployment, promptTokens(request), Date.now());
    if (upstream) {
      capacity.spend(deployment, promptTokens(request), Date.now());
      return forward(upstream, body, response, signal);
    }
    const { name, version } = deployment.properties.model;
    const completion = complete(request, scripted(request), `${name}-${version}`);
    capacity.spend(deployment, completion.usage.total_tokens, Date.now());
    if (!request.stream) return send(response, 200, completionBody(completion));
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
    });
    const { includeUsage } = request;
    for await (const chunk of completionChunks(completion, { includeUsage, delayMs, signal }))
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    response.end('data: [DONE]\n\n');
  }

  return { url: `https://localhost:${port}`, stop };
}

const modelList = (account: ArmResource, arm: Arm) => ({
  object: 'list',
  data: deploymentsOf(account, arm).map(({ name, systemData }) => ({
    id: name,
    object: 'model',
    created: Math.floor(Date.parse(systemData?.createdAt ?? '') / 1000) || 0,
    owned_by: 'azure',
  })),
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > largestBody)
      throw modelError(413, 'RequestEntityTooLarge', `A request may have ${largestBody} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function refuse(error: Error, response: ServerResponse): void {
  const known = error instanceof ModelError;
  const body = known
    ? { code: error.code, message: error.message }
    : {
        code: 'InternalServerError',
        message: 'The model failed; the log of the sandbox has the cause.',
      };
  send(response, known ? error.status : 500, { error: body }, known ? error.headers : {});
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body));
}
