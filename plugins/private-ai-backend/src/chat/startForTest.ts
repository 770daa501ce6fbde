import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { RunAgentInput } from '@ag-ui/core';
import {
  SseReader,
  type AgentEvent,
  type ChatTranscript,
  type RunStarted,
} from '@private-ai/plugin-private-ai-common';
import type { Knex } from 'knex';
import type { LandingZone } from '../config/landingZone';
import { entityLabel } from '../app/entityLabel';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { USER_TOKEN_HEADER, type UserTokens } from '../userTokens/userTokens';
import { landingZone } from '../testing/landingZone';
import { listening } from '../testing/listening';
import { portal, type Rooms } from '../testing/portal';
import { userTokensForTest } from '../testing/keys';
import { Gate } from '../outages/gate';
import { Noticed } from '../outages/outages';
import { usualLimits, type ChatLimits } from './limits';
import { createChatRouter } from './router';
import type { Waits } from './unread';

export type AgentAnswer = (
  input: RunAgentInput,
  response: ServerResponse,
  request: IncomingMessage,
) => void;

/** One frame of an agent's answer. */
export const frame = (event: object) => `data: ${JSON.stringify(event)}\n\n`;

/** A small agent over real HTTP, behind the path of the Kubernetes API's service proxy. */
export async function startAgent() {
  const agent = {
    answer: ((_, response) => response.end()) as AgentAnswer,
    requests: [] as {
      path: string;
      authorization?: string;
      userToken: string;
      input: RunAgentInput;
    }[],
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const input: RunAgentInput = JSON.parse(body);
    const { authorization } = request.headers;
    const userToken = String(request.headers[USER_TOKEN_HEADER]);
    agent.requests.push({ path: request.url!, authorization, userToken, input });
    agent.answer(input, response, request);
  });
  return Object.assign(agent, await listening(server));
}

export function clusterAt(
  url: string,
  namespaceLabel = entityLabel('component:default/weather'),
  uid = 'of-weather',
) {
  const namespace: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'ai-weather', uid, labels: { 'private-ai-entity': namespaceLabel } },
  };
  return {
    get: async () => namespace,
    connection: async () => ({ server: url, token: 'cluster-token' }),
  } as unknown as ClusterClient;
}

/** The chat's router over real HTTP on a real database, with real permissions; `as` chooses who asks. */
export async function startChat(
  database: Knex,
  cluster: ClusterClient,
  options: {
    allowed?: boolean | ((about: string | undefined, permission: string) => boolean);
    recheckMs?: number;
    agents?: LandingZone['agents'];
    userTokens?: UserTokens;
    logger?: LoggerService;
    limits?: Partial<ChatLimits>;
    waits?: Waits;
  } = {},
) {
  const zone = { ...landingZone(), ...(options.agents && { agents: options.agents }) };
  const { allowed = true } = options;
  const hooks: (() => void | Promise<void>)[] = [];
  const router = ({ access, auditor }: Rooms) =>
    createChatRouter({
      auditor,
      ...{ recheckMs: options.recheckMs, waits: options.waits },
      logger: options.logger ?? mockServices.logger.mock(),
      userTokens: options.userTokens ?? userTokensForTest(),
      database,
      access,
      zones: [zone],
      clusterFor: () => cluster,
      gate: new Gate(new Noticed()),
      lifecycle: { addShutdownHook: hook => void hooks.push(hook) },
      limits: { ...usualLimits, graceSeconds: 0, ...options.limits },
    });
  const allows = typeof allowed === 'function' ? allowed : () => allowed;
  const { ask: asked, told, close } = await portal(router, { allows });
  const ask = (path: string, init: Parameters<typeof asked>[1] = {}) =>
    asked(`/apps/component/default/weather${path}`, init);
  return {
    ask,
    told,
    run: async (body: object) => read(await ask('/runs', { body })),
    transcript: async (threadId: string, before?: number) => {
      const query = before === undefined ? '' : `?before=${before}`;
      return (await (await ask(`/threads/${threadId}${query}`)).json()) as ChatTranscript;
    },
    shutdown: () => Promise.all(hooks.map(hook => hook())),
    close,
  };
}

/** A stream's run and the events behind it, read to its end or until `enough` says so. */
export async function read(response: Response, enough?: (events: AgentEvent[]) => boolean) {
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  const ids: number[] = [];
  const all: AgentEvent[] = [];
  const reader = new SseReader(({ id, data }) => {
    ids.push(Number(id));
    all.push(JSON.parse(data));
  });
  for await (const chunk of response.body!) {
    reader.push(chunk);
    if (enough?.(all.slice(1))) break;
  }
  const [{ name, value }, ...events] = all;
  if (name !== 'private-ai.run') throw new Error(`The first event is ${name}`);
  return { ...(value as RunStarted), ids, events, types: events.map(({ type }) => type) };
}
