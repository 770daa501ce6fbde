import type { Meter } from '@opentelemetry/api';
import type { Model } from '@openai/agents-core';
import { fastify, LogController, type FastifyInstance } from 'fastify';
import { createAgent } from './agent.ts';
import { agentRoute } from './agui/route.ts';
import type { SignIn } from './config.ts';
import { metered } from './model/metered.ts';
import { pages } from './pages.ts';
import { whoAsks } from './user/signIn.ts';

export interface ServerOptions {
  title: string;
  model: Model;
  modelName: string;
  instructions: string;
  signIn: SignIn;
  meter: Meter;
  stopping: AbortSignal;
  keepAliveMs?: number;
  /** Off in tests. */
  log?: boolean;
}

/** Everything that the app answers, ready to listen. */
export function createServer(options: ServerOptions): FastifyInstance {
  const {
    title,
    model,
    modelName,
    instructions,
    signIn,
    meter,
    stopping,
    keepAliveMs,
    log = true,
  } = options;
  const app = fastify({
    logger: log,
    // Probes come every few seconds; runs are logged by their route.
    logController: new LogController({ disableRequestLogging: true }),
    // A whole conversation comes with every run.
    bodyLimit: 8 * 1024 * 1024,
  });
  pages(app, { title, signIn });
  agentRoute(app, {
    agent: createAgent(metered(model, modelName, meter), instructions),
    model: modelName,
    whoAsks: whoAsks(signIn),
    meter,
    stopping,
    keepAliveMs,
  });
  return app;
}
