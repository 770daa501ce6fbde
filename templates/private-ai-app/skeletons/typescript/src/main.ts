import { setTimeout as sleep } from 'node:timers/promises';
import { metrics } from '@opentelemetry/api';
import { OpenAIChatCompletionsModel } from '@openai/agents-openai';
import { ConfigError, parseConfig } from './config.ts';
import { createModelClient } from './model/client.ts';
import { createServer } from './server.ts';

const stopping = new AbortController();

try {
  const config = parseConfig(process.env);
  const client = await createModelClient(config);
  const app = createServer({
    title: config.title,
    model: new OpenAIChatCompletionsModel(client, config.model),
    modelName: config.model,
    instructions: config.instructions,
    signIn: config.signIn,
    meter: metrics.getMeter('private-ai-app'),
    stopping: stopping.signal,
  });
  await app.listen({ host: config.host, port: config.port });

  // An injected OpenTelemetry SDK listens to SIGTERM too and keeps the process alive: the app ends by itself. `on`, not
  // `once`: the agent library exits at once, open answers or not, where it finds itself the only listener left.
  let ending = false;
  const stop = async () => {
    if (ending) return;
    ending = true;
    setTimeout(
      () => stopping.abort(new Error('The app is being restarted. Send your message again.')),
      config.shutdownGraceMs,
    );
    // A connection whose answer ends now would otherwise stay open for the next request and hold up the end.
    setInterval(() => app.server.closeIdleConnections(), 100);
    await Promise.all([app.close(), lastExport()]);
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  const known =
    error instanceof ConfigError || (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  console.error(known ? (error as Error).message : error);
  process.exit(1);
}

/** An injected SDK exports a last time on the same signal; it offers nothing to wait for, so it gets a second. */
async function lastExport(): Promise<void> {
  if ('forceFlush' in metrics.getMeterProvider()) await sleep(1000);
}
